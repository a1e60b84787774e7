"""Each hidden fact of the world has a word of its own; `tests/watching.py` says who may come across it and why."""

# Of an audit that has not been handed over.
DRAFT_AUDIT = "kanariegranskning"
DRAFT_QUESTION = "kanariefraga"
DRAFT_RECOMMENDATION = "kanarierekommendation"
DRAFT_CRITERION = "kanariekriterium"
DRAFT_SOURCE = "kanariekalla"
DRAFT_SAMPLE = "kanarieprov"
DRAFT_DISSENT = "kanariemening"
DRAFT_STANCE = "kanariereservation"
DRAFT_FILE = "kanariehandling"
LINKED = "kanariekoppling"  # one that follows up what is handed over, and has no sakkunniga
CHECKED = "kanariefakta"  # one of which kommunstyrelsen's official reads a chapter
CHAPTER = "kanariekapitel"
REMARK_ON_CHAPTER = "kanariesynpunkt"
# The audit side's working material.
NOTE = "kanarieanteckning"
EVIDENCE = "kanarieunderlag"
EVIDENCE_CONTENT = "kanariebevis"
# Of the audit that is handed over.
TITLE = "kanarietitel"
QUESTION = "kanariesporsmal"
BOARD_RECOMMENDATION = "kanariekrav"
SOCIAL_RECOMMENDATION = "kanarienamndkrav"
PROPOSED_WORDING = "kanarielydelse"  # what revisorerna may decide that kommunstyrelsen's says
CORRECTED = "kanarierattelse"  # socialnämnden's recommendation as it reads today
DISSENT = "kanarieavvikelse"
QUESTION_OF_BODY = "kanariefråga"  # what socialnämnden asks revisorerna
LETTER = "kanariebrev"
UNSENT_LETTER = "kanarieforberett"
OBJECTION = "kanarieinvandning"  # what kommunstyrelsen says that was read wrongly
CALL = "kanariesamtal"  # what revisorerna note of a call with socialnämnden
WISHED_TIME = "kanarieanstand"  # why socialnämnden needs more time
# Kommunstyrelsen's answer, which is in.
ANSWER = "kanarieyttrande"
MEASURE = "kanarieatgard"
ANSWER_FILE = "kanariebilaga"
SECRET = "kanariesekretess"
SECRET_MEASURE = "kanarieforseglad"
SECRET_FILE = "kanarielasta"
RELEASED_PART = "kanarieutdrag"  # the wording that revisorerna have released of it
RELEASED_FILE = "kanariefrislappt"
GROUND = "kanarielagrum"  # for what they have not released
PREPARED_GROUND = "kanarieovervagande"  # of a test that is not decided
PROGRESS = "kanarieredogorelse"  # how far kommunstyrelsen says that it has come
SECRET_PROGRESS = "kanarietyst"
PROGRESS_FILE = "kanariestyrkt"
# What socialnämnden has not told.
DRAFT_PROGRESS = "kanariehalvklar"
DRAFT_PROGRESS_FILE = "kanariehalvfil"
# Socialnämnden's draft.
DRAFT_ANSWER = "kanarieutkast"
DRAFT_MEASURE = "kanarieplan"
DRAFT_DECISION = "kanarieparagraf"
DRAFT_REFERENCE = "kanariediarie"
DRAFT_ANSWER_FILE = "kanarieforlaga"
# What revisorerna say about the answer and the measures.
PROPOSAL = "kanarieforslag"
VERDICT_PROPOSAL = "kanarieomdome"
POSITION = "kanariebeslut"
VERDICT = "kanariebedomning"
VERDICT_FILE = "kanariesett"
VERDICT_DISSENT = "kanarieminoritet"
FOLLOWED = "kanarieuppfoljd"
# Papers, by the names of their files.
UNRELEASED = "kanariepapper"
RELEASED = "kanarieutlamnad"
# Papers of several granskningar: by a revisor, as yet for revisorer alone; released to the board; a list of the own.
COMPILED = "kanariesammanstallning"
RELEASED_COMPILED = "kanariesamlad"
LISTED = "kanarielista"
# Before ansvarsprövningen: revisorernas own.
ACCOUNTED = "kanarieansvar"
# To presidium alone, released.
PACKED = "kanariepresidium"
# On the agenda of revisorernas meeting: of a draft, revisorernas alone, why somebody does not take part, and a paper.
MATTER = "kanariearende"
SECRET_MATTER = "kanariedagordning"
RECUSED = "kanariejav"
PACK = "kanarieprotokoll"
# What has been read in and not confirmed; a register of earlier years, and what it says to the audit side alone.
READING = "kanarieinlasning"
REGISTER = "kanarieregister"
REMARK = "kanarieanmarkning"
