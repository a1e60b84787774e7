"""What tests of ladders share."""

import re

OTHER = {
    **{f"side{n}": "before" for n in range(8)},
    **{f"from{n}": "due" for n in range(8)},
    "days0": "10",
    "text0": "Ring oss gärna.",
    "days1": "3",
    "side1": "after",
    "reason": "Tätare mot slutet.",
}


def confirmed(client, url, data):
    """Shown, and then confirmed as shown."""
    shown = client.post(url, {**data, "do": "review"})
    code = re.search(r'name="reviewed" value="([^"]*)"', shown.text)[1]
    return shown, client.post(url, {**data, "do": "confirm", "reviewed": code})


def shown_code(page):
    return re.search(r'name="reviewed" value="([^"]*)"', page.text)[1]
