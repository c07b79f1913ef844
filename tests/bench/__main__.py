"""`make bench`: figures and ratios, never a pass or a fail."""

from tests.bench import scripts, weight


def main() -> None:
    """Run every benchmark in turn."""
    weight.compare()
    scripts.time_pages()


if __name__ == "__main__":
    main()
