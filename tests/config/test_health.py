def test_well(client, db):
    response = client.get("/halsa/")

    assert (response.status_code, response.json()) == (200, {"database": "ok", "broker": "ok"})


def test_a_silent_broker_is_said(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/halsa/")

    assert (response.status_code, response.json()) == (503, {"database": "ok", "broker": "down"})
