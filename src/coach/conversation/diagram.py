"""A talk's state machine as a Mermaid diagram, read off the machine itself."""

from __future__ import annotations

from coach.conversation.machine import TalkMachine
from coach.flow.graph import Graph


def mermaid(graph: Graph, machine: TalkMachine, asides: bool = False) -> str:
    """Mermaid text (`stateDiagram-v2`) of the machine's states and transitions.

    Args:
        graph: names the states.
        machine: gives the transitions.
        asides: also draw the stages beside the way and what the menu and `back` lead to.
    """
    shown = [place for place in graph.places.values() if asides or not place.stage.aside]
    names = {place.id: place.id.replace(".", "_").replace("-", "_") for place in shown}
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{place.id}" as {names[place.id]}' for place in shown]
    lines.append(f"  [*] --> {names[graph.start]}")
    answers: dict[tuple[str, str], list[str]] = {}
    for source, answer, target in machine.ways():
        if source in names and target in names:
            heard = answers.setdefault((source, target), [])
            if answer not in heard:
                heard.append(answer)
    for (source, target), heard in answers.items():
        label = " / ".join(heard).replace(":", " ").replace(";", " ")
        lines.append(f"  {names[source]} --> {names[target]}: {label}")
    lines += [f"  {names[place.id]} --> [*]" for place in shown if place.step.kind == "end" and not place.step.next]
    return "\n".join(lines) + "\n"
