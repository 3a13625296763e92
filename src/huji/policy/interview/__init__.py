"""The interview: which question to put next, so that few answers settle what a policy says of a person.

    from huji.policy.interview import interview

    talk = interview(pack, vocabulary, "211103", "city_proper")
    talk.boxes(known)                   # the opening page: what people come with (Aim), if worth it
    step = talk.step(known, unsure)     # known facts, and the names of those the person cannot tell
    step.fact                           # the name to ask next; None: nothing more can change the outcome
    step.most, step.typical             # at most so many questions more, and usually so many
    along(pack, vocabulary, "211103", "city_proper", "spouse")      # the interviews for one who comes along

- **Decisive.** Of the facts that can still change the outcome, the one is asked that stands most often in the
  shortest proof of a likely person's outcome. What follows from known facts (`policy.implied`) is for the
  caller to add to `known`; it is then never asked.
- **Exact.** A fact is asked only if two completions of what is unknown differ in it alone and in the
  outcome; where there is none, `fact` is None and the outcome is settled, or honestly undetermined.
- **Not sure.** A fact that the person cannot tell is not asked again and stays unknown; what is asked after
  it can still change the outcome without it.
"""

from huji.policy.interview.aims import Aim
from huji.policy.interview.asking import Interview, Step, along, interview

__all__ = ["Aim", "Interview", "Step", "along", "interview"]
