"""What may stop a step. Each error carries the sentence that the person reads."""


class Refused(Exception):  # noqa: N818 - named after what the person hit
    """A step was not taken, and nothing was changed.

    ``sentence`` is a translatable text for the person who tried.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refused):
    """The person does not hold the role that the step asks for."""


class WrongState(Refused):
    """The step does not leave the state in which the case stands."""


class Blocked(Refused):
    """A guard, or something that the step needs, said no."""


class Conflict(Refused):
    """Somebody else changed the case since this person saw it."""
