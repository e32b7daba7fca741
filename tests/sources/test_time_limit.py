from __future__ import annotations

import os
import signal
import threading

import pytest

from byname.sources.time_limit import FEWEST_SECONDS, EntryTimer, OutOfTime, can_interrupt, is_overdue


def work_without_end() -> None:
    while True:
        pass


def ticks_until_out_of_time(timer: EntryTimer) -> int:
    """How often the clock ticks in one entry before its time is up."""
    timer.begin()
    for number in range(1, 1_000):
        try:
            timer.tick()
        except OutOfTime:
            return number
    raise AssertionError("the entry never ran out of time")


def test_an_entry_has_its_seconds_behind_the_tick_that_sees_it_first() -> None:
    assert ticks_until_out_of_time(EntryTimer(0.5)) == 1 + 5
    assert ticks_until_out_of_time(EntryTimer(0.1)) == 1 + 1


def test_every_entry_out_of_time_halves_what_the_next_has_down_to_the_least() -> None:
    timer = EntryTimer(0.4)
    assert [ticks_until_out_of_time(timer) for _ in range(4)] == [5, 3, 2, 2]
    assert timer.seconds == FEWEST_SECONDS


def test_the_next_block_of_entries_begins_with_the_whole_time() -> None:
    timer = EntryTimer(0.4)
    with timer:
        ticks_until_out_of_time(timer)
        assert timer.seconds == 0.2
    with timer:
        assert timer.seconds == 0.4


def test_entries_that_end_in_time_leave_the_time_of_the_next_whole() -> None:
    timer = EntryTimer(0.3)
    for _ in range(50):
        timer.begin()
        timer.tick()
        timer.tick()
        timer.end()
        timer.tick()  # between two entries nothing is counted
    assert timer.seconds == 0.3
    assert ticks_until_out_of_time(timer) == 4


def test_an_error_says_how_long_it_took_and_which_pattern_was_at_work() -> None:
    error = OutOfTime(5.0)
    assert str(error) == "reading it took more than 5 seconds"
    error.pattern = "`pattern` x+"
    assert str(error) == "reading it took more than 5 seconds: `pattern` x+"
    assert is_overdue(str(error))
    assert not is_overdue("the row is empty")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX can interrupt")
def test_endless_work_is_interrupted_in_the_main_thread_and_the_signal_put_back() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGVTALRM, lambda number, frame: heard.append(number))
    try:
        mine = signal.getsignal(signal.SIGVTALRM)
        with EntryTimer(0.2) as timer:
            assert signal.getsignal(signal.SIGVTALRM) is not mine
            timer.begin()
            with pytest.raises(OutOfTime):
                work_without_end()
        assert signal.getsignal(signal.SIGVTALRM) is mine
        assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
        assert heard == []
    finally:
        signal.signal(signal.SIGVTALRM, before)


def test_the_clock_runs_until_the_outermost_timer_ends() -> None:
    with EntryTimer(5.0):
        with EntryTimer(5.0):
            pass
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[1] > 0
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_elsewhere_than_in_the_main_thread_nothing_is_interrupted() -> None:
    found: list[bool] = []

    def work() -> None:
        with EntryTimer(0.1):
            found.append(can_interrupt())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [False]
    assert can_interrupt()
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
