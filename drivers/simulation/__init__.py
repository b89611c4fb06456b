"""A document as layers with spectral properties, and the light that falls on it."""

from drivers.simulation.glass import Glass, Laid
from drivers.simulation.scenes import Scene, SceneError, load_scene, scene_names
from drivers.simulation.targets import TargetScene, load_target, target_names

__all__ = [
    "Glass",
    "Laid",
    "Scene",
    "SceneError",
    "TargetScene",
    "load_scene",
    "load_target",
    "scene_names",
    "target_names",
]
