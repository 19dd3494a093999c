"""A pack of an open plan: its options, and its bytes as a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.cli import options as o
from sipctl.cli.runtime import pack_files
from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.packs.content.context import PackRequest
    from sipctl.packs.content.sections.model import LeadSection
    from sipctl.packs.render.template_source import Letterhead, TemplateSource
    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.revision import Revision
    from sipctl.plan.state.filters import Filters

FAULTS = "faults"
"""The value of `--with`."""


@frozen(kw_only=True)
class PackOptions:
    """The options of a pack, besides its term, its day and its leads."""

    template: str
    format: str
    aims: list[str] | None
    academies: list[str] | None
    committees: list[str] | None
    roles: bool
    confidential: bool
    annex: str
    with_faults: bool
    by: str | None

    def filters(self, session: Session, leads: list[str] | None) -> Filters:
        """The filters, checked against the plan; raises Refusal for a name it lacks."""
        return o.read_filters(
            session, leads, self.aims, academy=self.academies, committee=self.committees
        )


@frozen()
class PlanPack:
    """A plan, the templates, and the term and day of a pack: of all leads, or of some."""

    session: Session
    source: TemplateSource
    options: PackOptions
    term: Term
    day: date

    def file_name(self, lead: str | None = None) -> str:
        """The name of the pack's file, or of one lead's."""
        short, options = self.session.plan.about.body.short, self.options
        named = self._names([lead])[0] if lead is not None else ""
        return pack_files.file_name(short, options.template, self.term, options.format, named)

    def make(self, leads: list[str] | None) -> bytes:
        """The pack as the bytes of a file: of everybody's work, or of the leads that were typed.

        Says on stderr who has no role, where roles were asked for.
        """
        from sipctl.cli.runtime.prompts import print_wrapped
        from sipctl.views.text.spinner import waiting

        notices: list[str] = []
        filters = self.options.filters(self.session, leads)
        named = self._names(filters.leads) if self.options.roles else leads
        with waiting("Making the pack"):
            from sipctl.packs.content.build import build_pack
            from sipctl.packs.render.render import render_pack
            from sipctl.store.cache.templates import CompiledTemplates

            pack = build_pack(
                self.session.plan,
                self.session.context,
                self._request(filters, named),
                _faults_to_print(self.session, self.day),
                lambda name: _place(self.session, name),
                lambda file: f"plan/{file}",
            )
            form = self.options.format
            head = find_letterhead(self.session) if form == "docx" else None
            data = render_pack(pack, self.source, form, CompiledTemplates(), head, notices.append)
        for notice in dict.fromkeys(notices):
            print_wrapped(notice)
        if self.options.roles:
            _say_who_has_no_role(pack.without_role)
            _say_who_shares_a_role(self.session.plan, pack.owners)
        return data

    def _request(self, filters: Filters, named: Sequence[str] | None) -> PackRequest:
        from sipctl import __version__
        from sipctl.packs.content.context import PackRequest

        revision = _revision(self.session, self.source)
        return PackRequest(
            term=self.term,
            day=self.day,
            filters=filters,
            roles=self.options.roles,
            confidential=self.options.confidential,
            boards=_boards(self.session, filters, self.options.template),
            annex=self.options.annex,
            with_faults=self.options.with_faults,
            by=self.options.by,
            command=self._command_line(named, revision),
            made_by=f"sipctl {__version__}",
            revision=revision,
        )

    def _names(self, leads: Sequence[str]) -> list[str]:
        """Leads as `--lead` takes them: by role, where that was asked for and the plan has one."""
        entries = self.session.plan.people.leads if self.options.roles else {}
        return [(entries[lead].role if lead in entries else None) or lead for lead in leads]

    def _command_line(self, leads: Sequence[str] | None, revision: Revision) -> str:
        """The command that makes the same pack again: from git, where git has all of its files."""
        from shlex import join

        options = self.options
        words = ["sipctl", "report"]
        words += ["--at", revision.commit] if revision.commit and not revision.edited else []
        words += ["--term", self.term.key, "--as-of", self.day.isoformat()]
        words += ["--template", options.template, "--format", options.format]
        words += _repeated("--lead", leads) + _repeated("--aim", options.aims)
        words += _repeated("--academy", options.academies)
        words += _repeated("--committee", options.committees)
        words += ["--names", "roles"] if options.roles else []
        words += ["--annex", options.annex] if options.annex != "full" else []
        words += ["--by", options.by] if options.by else []
        words += ["--with", FAULTS] if options.with_faults else []
        words += ["--confidential"] if options.confidential else []
        return join(words)


def _repeated(option: str, words: Iterable[str] | None) -> list[str]:
    """An option for each word: `--aim 2 --aim 3`."""
    return [part for word in words or () for part in (option, word)]


def leads_with_work(plan: Plan, filters: Filters) -> list[str]:
    """Everybody who leads any of the work that the filters keep."""
    from sipctl.plan.state.filters import known_leads_of

    rows = plan.activities.values()
    led = {
        lead
        for item, _, activity in rows
        for lead in activity.leads
        if not filters.aims or item.id in filters.aims
    }
    return [lead for lead in known_leads_of(plan) if lead in led]


def find_templates(session: Session, asked: str) -> TemplateSource:
    """The templates of a pack, of the same commit as the plan; raises Refusal without any."""
    if session.past is None:
        from sipctl.store.files import templates

        return templates.find(asked, session.folder, Path.cwd())
    from sipctl.store.git.past import templates as past_templates

    return past_templates.find(asked, session.folder, Path.cwd(), session.past)


def find_letterhead(session: Session) -> Letterhead | None:
    """The trust's own letterhead, of the same commit as the plan; raises Refusal if too large."""
    from sipctl.packs.render.template_source import Letterhead
    from sipctl.store.files import templates

    if session.past is None:
        own = templates.letterhead(session.folder)
    else:
        from sipctl.store.git.past import templates as past_templates

        own = past_templates.letterhead(session.folder, session.past)
    if own is not None and len(own[0]) > templates.BIGGEST_LETTERHEAD:
        most = templates.BIGGEST_LETTERHEAD // 1_000_000
        raise Refusal(f"{own[1]} has more than {most} MB", "make its pictures smaller in Word")
    return Letterhead(*own) if own is not None else None


def _revision(session: Session, source: TemplateSource) -> Revision:
    """Which plan the pack is made from; the plan's own templates are part of that."""
    from sipctl.store.files.templates import Templates, own_folders, shipped_folder
    from sipctl.store.git.revision import revision_at, revision_of

    folders = [path for path, _ in own_folders(session.folder)]
    if session.past is not None:
        return revision_at(session.past, folders)
    if isinstance(source, Templates) and not source.own.is_relative_to(shipped_folder()):
        folders.append(source.own)
    return revision_of(session.folder, folders)


def _boards(session: Session, filters: Filters, template: str) -> tuple[str, ...]:
    """Whose meetings the pack goes by: the committee asked for, else the board in its name."""
    committees = session.plan.people.committees
    asked = (committee.id for committee in committees if committee.name in filters.words)
    return (*asked, Path(template).name.removesuffix("-pack"), "trustees", "governors")


def _say_who_shares_a_role(plan: Plan, owners: Sequence[LeadSection]) -> None:
    """Say on stderr whom a pack that names roles does not tell apart."""
    from sipctl.cli.runtime.prompts import print_wrapped
    from sipctl.views.text.english import join_words, safe_text

    roles = Counter(owner.role for owner in owners if owner.role)
    for role in (role for role, number in roles.items() if number > 1):
        leads = [name for name, lead in plan.people.leads.items() if lead.role == role]
        shared = f"{safe_text(role)} is the role of {join_words(leads)}"
        print_wrapped(f"{shared}: the pack does not tell them apart.")


def _say_who_has_no_role(initials: tuple[str, ...]) -> None:
    """Say on stderr which leads, having no role, keep their initials in a pack that names roles."""
    from sipctl.cli.runtime.prompts import print_wrapped
    from sipctl.views.text.english import join_words

    if initials:
        keep = "keeps initials" if len(initials) == 1 else "keep their initials"
        print_wrapped(f"No role in people.yaml: {join_words(initials)} {keep}.")


def _place(session: Session, id: str) -> str:
    """The place of an id within `plan/`, so that a pack is the same wherever it is made."""
    path, line = session.opened.loaded.where(id) or ("plan.yaml", 1)
    return f"plan/{path}:{line}"


def _faults_to_print(session: Session, day: date) -> list[Fault]:
    """The faults that the plan had on the day of the pack, those of records last.

    Placing the records' faults takes confidential text out of their messages. Those of academies
    that were not asked for are left out, and those of later records.
    """
    faults, every = session.faults(day), session.opened.plan.records
    until_day = {path for path, record in session.plan.records.items() if record.date <= day}
    records = [fault for fault in faults if fault.file in until_day]
    others = [fault for fault in faults if fault.file not in every]
    return others + [placed.fault for placed in session.locate(records)]
