"""The address of a shared repository: its kind, how it is shown, and where its pull requests are.

Nothing is asked of the network here: pages are worked out from the address alone.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from sipctl.plan.frozen import frozen

_WITH_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(?:[^/]*@)?([^/@]*)(/.*|)")
_LIKE_SCP = re.compile(r"(?:[^@/:]+@)?([^/:@\\]{2,}):(?!:)(.+)")
_HELPER = re.compile(r"[A-Za-z0-9+.-]+::")
SCHEMES = ("https", "http", "ssh", "file")
"""Kinds of address that are used; others (`ext::`) may start a program."""


@frozen()
class Address:
    """An address in its parts. `host` may have a port; a folder has none, and scheme `file`."""

    scheme: str
    host: str
    path: str

    @property
    def on_disk(self) -> bool:
        """Whether it is a folder of this computer, or of a shared drive."""
        return self.scheme == "file"

    @property
    def shown(self) -> str:
        """The address for people, without a name or password that stands in it."""
        if self.on_disk:
            return self.path
        return f"{self.host}/{self.path}"


def parse_address(url: str) -> Address | None:
    """The parts of an address as git takes it; None for a kind that is not used."""
    if _HELPER.match(url) or url.startswith("-") or not url or not url.isprintable():
        return None
    match = _WITH_SCHEME.fullmatch(url)
    if match is not None:
        scheme = {"git+ssh": "ssh", "ssh+git": "ssh"}.get(match[1].lower(), match[1].lower())
        if scheme not in SCHEMES:
            return None
        path = match[3] if scheme == "file" else _bare(match[3])
        return Address(scheme, match[2].lower(), path)
    match = _LIKE_SCP.fullmatch(url)
    if match is not None:
        return Address("ssh", match[1].lower(), _bare(match[2]))
    return Address("file", "", url)


def _bare(path: str) -> str:
    """A path without slashes around it and `.git` at its end."""
    return path.strip("/").removesuffix(".git")


# --- pull requests -------------------------------------------------------------------------------


def pull_request_page(url: str, main: str, branch: str, remote_says: str) -> str | None:
    """The page on which a pull request from `branch` into `main` is opened; None if not known.

    Where the host's name does not say which software it runs, it is the page on that host that the
    remote names in its answer to the push, `remote_says`.
    """
    address = parse_address(url)
    if address is None or address.on_disk:
        return None
    host = address.host if address.scheme != "ssh" else address.host.partition(":")[0]
    scheme = "http" if address.scheme == "http" else "https"
    page = _page(host, address.path, quote(main, safe=""), quote(branch, safe=""))
    if page is not None:
        return page if "://" in page else f"{scheme}://{page}"
    return _named_page(host, remote_says)


def _page(host: str, path: str, main: str, branch: str) -> str | None:
    name = host.partition(":")[0]
    azure = _azure_repository(name, path)
    if azure is not None:
        return f"{azure}/pullrequestcreate?sourceRef={branch}&targetRef={main}"
    where = f"{host}/{quote(path)}"
    if name == "github.com" or "github" in name:
        return f"{where}/compare/{main}...{branch}?expand=1"
    if "gitlab" in name:
        source, target = "merge_request%5Bsource_branch%5D", "merge_request%5Btarget_branch%5D"
        return f"{where}/-/merge_requests/new?{source}={branch}&{target}={main}"
    if name == "bitbucket.org":
        return f"{where}/pull-requests/new?source={branch}&dest={main}"
    if "bitbucket" in name or path.startswith("scm/"):
        project, _, repository = path.removeprefix("scm/").partition("/")
        target = f"{quote(project)}/repos/{quote(repository)}/pull-requests"
        return f"{host}/projects/{target}?create&sourceBranch={branch}&targetBranch={main}"
    if any(word in name for word in ("gitea", "forgejo", "codeberg")):
        return f"{where}/compare/{main}...{branch}"
    return None


def _azure_repository(host: str, path: str) -> str | None:
    """The page of a repository of Azure DevOps, by its three kinds of address."""
    parts = path.split("/")
    if host in ("ssh.dev.azure.com", "vs-ssh.visualstudio.com") and len(parts) == 4:
        organisation, project, repository = parts[1:]
    elif host == "dev.azure.com" and len(parts) == 4 and parts[2] == "_git":
        organisation, project, repository = parts[0], parts[1], parts[3]
    elif host == "dev.azure.com" and len(parts) == 3 and parts[1] == "_git":
        organisation, project, repository = parts[0], parts[2], parts[2]
    elif host.endswith(".visualstudio.com") and "_git" in parts[:-1]:
        organisation, repository = host.removesuffix(".visualstudio.com"), parts[-1]
        project = next((part for part in parts if part not in ("DefaultCollection", "_git")), "")
    else:
        return None
    names = [part if "%" in part else quote(part) for part in (organisation, project, repository)]
    return "https://dev.azure.com/{}/{}/_git/{}".format(*names)


def _named_page(host: str, remote_says: str) -> str | None:
    name = host.partition(":")[0]
    for page in re.findall(r"https?://[^\s\x00-\x20\x7f-\x9f]+", remote_says):
        if (urlsplit(page).hostname or "") == name and page.isascii():
            return str(page)
    return None
