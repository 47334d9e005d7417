"""What does the minute job do if it is run once by hand?"""

import argparse

from huxin.config.cli import use_django


def main(words: list[str]) -> int:
    """`huxin tick`: every job with what it did; exit status 1 if one failed."""
    argparse.ArgumentParser(prog="huxin tick", description="运行一次例行工作").parse_args(words)
    use_django()
    from huxin.config.tick import tick

    results = tick()
    if not results:
        print("后台任务进程正在做例行工作，这次没有重复运行。")
    for name, result in results.items():
        print(f"{name}: {result}")
    return 1 if any(isinstance(result, Exception) for result in results.values()) else 0
