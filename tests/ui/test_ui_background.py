"""Work done beside the window: when its results are handed back."""

from concurrent.futures import Executor, Future

from ui.viewer.background import Background


class Immediate(Executor):
    """Done before it can be asked for, as a worker is on a machine that holds the GUI thread up."""

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_a_result_never_comes_while_its_work_is_submitted(qtbot):
    background = Background(executor=Immediate())
    results = []
    background.submit(lambda: 3, results.append)
    assert (results, background.busy) == ([], True)
    qtbot.waitUntil(lambda: results == [3])
    assert not background.busy
    background.close()


def test_nothing_is_handed_back_after_closing(qtbot):
    background = Background(executor=Immediate())
    results = []
    background.submit(lambda: 3, results.append)
    background.close()
    background.submit(lambda: 4, results.append)
    later = Background(executor=Immediate())
    later.submit(lambda: 5, results.append)
    qtbot.waitUntil(lambda: results == [5])
    later.close()
