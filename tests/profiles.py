"""How hard properties are tried: a little at every change, much at night.

``make test`` runs the profile ``quick``: the same examples every time, so that a failure is of the
change and not of the day. ``make test-thorough`` runs ``thorough``: ten times as many, others every
time, from a seed that is printed and can be given again. ``brief`` is for what takes long in a
cluster, at every change: a quarter of them.

No profile has a deadline or asks how fast examples are made: machines are shared, and a test that
fails on a busy one says nothing.
"""

from hypothesis import HealthCheck, settings

QUICK = 100


def register_profiles() -> None:
    """Make all profiles known; ``quick`` is in force where none is named."""
    shared = settings(
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.register_profile("quick", shared, max_examples=QUICK, derandomize=True)
    settings.register_profile("brief", shared, max_examples=QUICK // 4, derandomize=True)
    # Said, because on CI Hypothesis would have every profile try the same examples.
    settings.register_profile("thorough", shared, max_examples=10 * QUICK, derandomize=False)
    settings.load_profile("quick")


def tried(examples: int) -> settings:
    """Try a property with so many examples where the profile is ``quick``, else in proportion."""
    return settings(max_examples=in_proportion(examples))


def in_proportion(number: int) -> int:
    """So many where the profile is ``quick``; one at least."""
    return max(1, number * settings().max_examples // QUICK)
