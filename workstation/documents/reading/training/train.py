"""Train a network: ``python -m workstation.documents.reading.training.train recogniser|locator OUT.onnx``."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, Dataset

from workstation.documents.reading.networks import BLANK
from workstation.documents.reading.training import lines, networks, pages

SEED = 20261123
_KEPT_EACH_STEP = 0.998
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """What one network learns."""

    table: Any
    answers: int
    sample: Callable[[np.random.Generator], tuple[Any, Any]]
    loss: Callable[[Any, Any], Any]
    steps: int
    batch: int


def reading_loss(answers: Any, classes: Any) -> Any:
    """Cross entropy of each column; columns between characters count less."""
    weight = torch.ones(BLANK + 1)
    weight[BLANK] = 0.35
    return nn.functional.cross_entropy(answers[:, :, 0], classes, weight=weight, ignore_index=lines.IGNORED)


def locating_loss(answers: Any, truth: Any) -> Any:
    """Lines (plane 0; negative truth does not count) and, on them, the logarithm of the capital height (plane 1)."""
    line, height = truth[:, 0], truth[:, 1]
    counts, on = (line >= 0).float(), (line > 0.5).float()
    weight = counts * (1 + 4 * on)
    entropy = nn.functional.binary_cross_entropy_with_logits(answers[:, 0], line.clamp(0, 1), reduction="none")
    off = (answers[:, 1] - height).abs()
    return (entropy * weight).sum() / weight.sum() + 0.5 * (off * on).sum() / (on.sum() + 1)


TASKS = {
    "recogniser": Task(networks.RECOGNISER, BLANK + 1, lines.strip, reading_loss, steps=12_000, batch=40),
    "locator": Task(networks.LOCATOR, 2, pages.page, locating_loss, steps=1600, batch=6),
}


class Rendered(Dataset):  # type: ignore[misc]
    """Sample ``index`` is always the same."""

    def __init__(self, task: Task, seed: int) -> None:
        self._task, self._seed = task, seed

    def __len__(self) -> int:
        return self._task.steps * self._task.batch

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        picture, truth = self._task.sample(np.random.default_rng((self._seed, index)))
        return torch.from_numpy(picture[None]), torch.from_numpy(truth)


def train(task: Task, out: Path, name: str, seed: int, threads: int, start: Path | None) -> None:
    """Train from nothing (or from the state ``start``) and write the mean of the network over its last steps."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    network = networks.stack(task.table, task.answers)
    if start is not None:
        network.load_state_dict(torch.load(start))
    mean_network = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(_KEPT_EACH_STEP), use_buffers=True)
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 3e-3 if start is None else 1.5e-3, total_steps=task.steps + 1, pct_start=0.1
    )
    loader = DataLoader(Rendered(task, seed), batch_size=task.batch, num_workers=1, prefetch_factor=4)
    mean = 0.0
    for step, (pictures, truth) in enumerate(loader):
        network.train()
        optimiser.zero_grad()
        loss = task.loss(network(pictures), truth)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        schedule.step()
        mean_network.update_parameters(network)
        mean = loss.item() if step == 0 else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            _LOG.info("%s step %d loss %.4f", name, step, mean)
        if step % 500 == 499 or step == task.steps - 1:
            networks.write(mean_network.module, out, name)
            torch.save(mean_network.module.state_dict(), out.with_suffix(".state"))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    wanted = argparse.ArgumentParser()
    wanted.add_argument("task", choices=TASKS)
    wanted.add_argument("out", type=Path)
    wanted.add_argument("--seed", type=int, default=SEED)
    wanted.add_argument("--steps", type=int)
    wanted.add_argument("--threads", type=int, default=2)
    wanted.add_argument("--start", type=Path)
    given = wanted.parse_args()
    task = TASKS[given.task]
    task = replace(task, steps=given.steps or task.steps)
    train(task, given.out, given.task, given.seed, given.threads, given.start)
