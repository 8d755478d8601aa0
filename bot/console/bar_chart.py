"""Stacked bars as shapes of an SVG (``console/bar_chart.html``), without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 220
_LEFT, _BOTTOM, _TOP = 40, 28, 8
_TICKS = 4
_LABELS = 13  # along the axis, so that they do not touch on a phone


@dataclass(frozen=True)
class Shape:
    """A rectangle of one series, in units of the SVG."""

    series: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Tick:
    """A mark of the axes with its words."""

    at: float
    text: str


@dataclass(frozen=True)
class BarChart:
    """What is drawn; ``legend`` names the series in the order in which they are stacked, lowest first."""

    title: str
    description: str
    shapes: tuple[Shape, ...]
    heights: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    legend: Mapping[str, str]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    foot: int = HEIGHT - _BOTTOM


def stacked_bars(
    title: str, description: str, columns: Sequence[tuple[str, Mapping[str, int]]], legend: Mapping[str, str]
) -> BarChart:
    """A chart with a bar for each column, which is its label and its number for each series of ``legend``."""
    top = _round_up(max((sum(counts[name] for name in legend) for _, counts in columns), default=0))
    unit = (HEIGHT - _BOTTOM - _TOP) / top
    step = (WIDTH - _LEFT) / max(len(columns), 1)
    every = -(-len(columns) // _LABELS)
    shapes = [shape for place, (_, counts) in enumerate(columns) for shape in _stack(counts, legend, place, step, unit)]
    ticks = [Tick(HEIGHT - _BOTTOM - number * unit, str(number)) for number in range(0, top + 1, top // _TICKS)]
    labels = [
        Tick(_LEFT + step * (place + 0.5), label) for place, (label, _) in enumerate(columns) if place % every == 0
    ]
    return BarChart(title, description, tuple(shapes), tuple(ticks), tuple(labels), legend)


def _stack(counts: Mapping[str, int], legend: Mapping[str, str], place: int, step: float, unit: float) -> list[Shape]:
    shapes, foot = [], float(HEIGHT - _BOTTOM)
    for name in legend:
        height = counts[name] * unit
        foot -= height
        if height:
            x = _LEFT + step * (place + 0.15)
            shapes.append(Shape(name, round(x, 1), round(foot, 1), round(step * 0.7, 1), round(height, 1)))
    return shapes


def _round_up(number: int) -> int:
    """A round number not below ``number`` that the ticks divide."""
    size = int(10 ** max(len(str(number)) - 2, 0))
    return next(round_ * size for round_ in (4, 8, 20, 40, 80, 200) if round_ * size >= number)
