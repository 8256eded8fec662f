"""The organisation as a document: town, services, buildings, agents, request types, workflows, rules."""

from models.organisation.default_workflow import DEFAULT_WORKFLOW
from models.organisation.directory import Absence, Agent, Building, Duty, Service
from models.organisation.officials import Official
from models.organisation.organisation import Organisation
from models.organisation.partners import Partner
from models.organisation.request_types import Choice, RequestField, RequestType, Silence
from models.organisation.rules import Action, Condition, Near, Rule, RuleTask
from models.organisation.town import OpeningHours, Town
from models.organisation.values import WEEKDAYS, Label
from models.organisation.workflow import Aliases, PlannedNotice, PlannedTask, State, Transition, Workflow

__all__ = [
    "DEFAULT_WORKFLOW",
    "WEEKDAYS",
    "Absence",
    "Action",
    "Agent",
    "Aliases",
    "Building",
    "Choice",
    "Condition",
    "Duty",
    "Label",
    "Near",
    "Official",
    "OpeningHours",
    "Organisation",
    "Partner",
    "PlannedNotice",
    "PlannedTask",
    "RequestField",
    "RequestType",
    "Rule",
    "RuleTask",
    "Service",
    "Silence",
    "State",
    "Town",
    "Transition",
    "Workflow",
]
