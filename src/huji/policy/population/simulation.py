"""A simulation kept ready: one pass over the people, then drafts compared in milliseconds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from huji.policy.library import Library
from huji.policy.pack import Pack
from huji.policy.population.cells import Advance, Cells, take
from huji.policy.population.cuts import words_of
from huji.policy.population.plan import Destination
from huji.policy.population.simulate import Footing, Result, compared, footing
from huji.policy.population.table import Population
from huji.policy.population.thresholds import Threshold, moved, thresholds
from huji.policy.population.whereto import COLUMNS, destination
from huji.policy.words import Text


@dataclass(eq=False)
class Simulation:
    """The people of a file under one policy, ready to be compared with drafts of it.

    `asked_again` names the tests for which the last comparison had to look at the people once more.
    """

    path: Path
    from_pack: Pack
    library: Library
    to: Destination
    cells: Cells
    before: Footing
    drafts: tuple[Pack, ...] = ()
    asked_again: tuple[Text, ...] = ()

    @classmethod
    def prepare(
        cls,
        path: Path | str,
        from_pack: Pack,
        library: Library,
        *,
        to: str = COLUMNS,
        division: str | None = None,
        drafts: tuple[Pack, ...] = (),
        stops: bool = True,
        advance: Advance = lambda people: None,
    ) -> "Simulation":
        """Return a simulation after its pass over the people; raise Faulty where the file cannot be used.

        `to` and `division` say where people would settle, as for `evaluate`; `drafts` are compared with for
        certain; with `stops`, every threshold can be moved to its stops without another pass.
        """
        population = Population(path, library.vocabulary)
        where = destination(from_pack, to, division, library, population)
        cells = _pass(population, (from_pack, *drafts), where, stops, advance)
        before = footing(cells, from_pack, library.vocabulary)
        return cls(Path(path), from_pack, library, where, cells, before, drafts)

    @classmethod
    def over(cls, cells: Cells, path: Path, from_pack: Pack, library: Library) -> "Simulation":
        """Return a simulation over cells taken before; raise ValueError where they lack one of its tests."""
        return cls(path, from_pack, library, cells.to, cells, footing(cells, from_pack, library.vocabulary))

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The numbers of the policy that can be moved and concern anybody here, with their stops."""
        return self.thresholds_of(self.from_pack)

    def thresholds_of(self, pack: Pack) -> tuple[Threshold, ...]:
        """Return the numbers of any policy that concern anybody here."""
        reach = self.cells.reach
        routes = tuple(route for route in pack.routes if reach(route.to).any())
        bans = tuple(ban for ban in pack.prohibitions if reach(ban.to).any())
        return thresholds(replace(pack, routes=routes, prohibitions=bans), self.library.vocabulary)

    def compare(self, to_pack: Pack, take_up: float = 0.3, advance: Advance = lambda people: None) -> Result:
        """Return the policy compared with a draft, from the cells; with a new pass where they lack a test."""
        vocabulary = self.library.vocabulary
        lacking = self.cells.lacks(to_pack, vocabulary)
        self.asked_again = tuple(words_of(test, vocabulary) for test in lacking)
        if lacking:
            self.drafts = (*(one for one in self.drafts if one.digest != to_pack.digest), to_pack)[-3:]
            population = Population(self.path, vocabulary)
            self.cells = _pass(population, (self.from_pack, *self.drafts), self.to, True, advance)
            self.before = footing(self.cells, self.from_pack, vocabulary)
        return compared(self.cells, self.from_pack, to_pack, vocabulary, self.before, take_up)

    def moved(self, to: Mapping[str, float], take_up: float = 0.3) -> Result:
        """Return the policy compared with itself, thresholds (by id) elsewhere; raise KeyError for others."""
        return self.compare(moved(self.from_pack, to, self.library.vocabulary), take_up)


def _pass(
    population: Population, packs: tuple[Pack, ...], to: Destination, stops: bool, advance: Advance
) -> Cells:
    """Ask the tests of all packs, and those of every threshold of each at its stops."""
    also = [
        (pack, tuple(leaf for one in thresholds(pack, population.vocabulary) for leaf in one.at_stops()))
        for pack in (packs if stops else ())
    ]
    return take(population, packs, to, also=dict(also), advance=advance)
