"""The register built anew from its ledger, by other code than the acts', and held against the register."""

from huji.quality.rebuilding.rebuild import Compared, Rebuilt, rebuild

__all__ = ["Compared", "Rebuilt", "rebuild"]
