"""Addresses of shared repositories: what they are, and where their pull requests are opened."""

from __future__ import annotations

from support.each_row import each_row

from sipctl.store.git.share.address import Address, parse_address, pull_request_page

GITHUB = "https://github.com/trust/plan/compare/main...sipctl%2Fx?expand=1"
AZURE = (
    "https://dev.azure.com/org/proj/_git/plan/pullrequestcreate?sourceRef=sipctl%2Fx&targetRef=main"
)
GITLAB = "merge_request%5Bsource_branch%5D=sipctl%2Fx&merge_request%5Btarget_branch%5D=main"
CLOUD = "https://bitbucket.org/trust/plan/pull-requests/new?source=sipctl%2Fx&dest=main"
SERVER = "projects/ST/repos/plan/pull-requests?create&sourceBranch=sipctl%2Fx&targetBranch=main"


@each_row(
    ("url", "page"),
    [
        ("https://github.com/trust/plan.git", GITHUB),
        ("https://clerk:token@github.com/trust/plan", GITHUB),
        ("git@github.com:trust/plan.git", GITHUB),
        ("ssh://git@github.com:22/trust/plan.git", GITHUB),
        ("git+ssh://git@github.com/trust/plan.git/", GITHUB),
        (
            "git@gitlab.com:a/b/plan.git",
            f"https://gitlab.com/a/b/plan/-/merge_requests/new?{GITLAB}",
        ),
        (
            "https://gitlab.trust.example:8443/a/plan.git",
            f"https://gitlab.trust.example:8443/a/plan/-/merge_requests/new?{GITLAB}",
        ),
        ("https://org@dev.azure.com/org/proj/_git/plan", AZURE),
        ("git@ssh.dev.azure.com:v3/org/proj/plan", AZURE),
        ("https://org.visualstudio.com/proj/_git/plan", AZURE),
        ("https://org.visualstudio.com/DefaultCollection/proj/_git/plan", AZURE),
        ("org@vs-ssh.visualstudio.com:v3/org/proj/plan", AZURE),
        ("https://dev.azure.com/org/_git/plan", AZURE.replace("/proj/", "/plan/")),
        ("https://dev.azure.com/org/My%20proj/_git/plan", AZURE.replace("/proj/", "/My%20proj/")),
        ("git@bitbucket.org:trust/plan.git", CLOUD),
        ("https://clerk@bitbucket.org/trust/plan.git", CLOUD),
        ("https://git.trust.example/scm/ST/plan.git", f"https://git.trust.example/{SERVER}"),
        (
            "ssh://git@bitbucket.trust.example:7999/ST/plan.git",
            f"https://bitbucket.trust.example/{SERVER}",
        ),
        (
            "https://codeberg.org/t/plan.git",
            "https://codeberg.org/t/plan/compare/main...sipctl%2Fx",
        ),
        (
            "git@gitea.t.example:t/plan.git",
            "https://gitea.t.example/t/plan/compare/main...sipctl%2Fx",
        ),
        ("https://git.trust.example/t/plan.git", None),
        ("/srv/plan.git", None),
        ("C:\\plans\\plan.git", None),
        ("ext::sh -c true", None),
    ],
)
def test_where_a_pull_request_is_opened(url: str, page: str | None) -> None:
    assert pull_request_page(url, "main", "sipctl/x", "") == page


@each_row(
    ("says", "page"),
    [
        (
            "Create a merge request:\n  https://git.t.example/new?x=1",
            "https://git.t.example/new?x=1",
        ),
        ("see https://evil.example/new and https://git.t.example.evil.example/", None),
        ("https://git.t.example@evil.example/new", None),
        ("", None),
    ],
)
def test_a_host_may_name_the_page_itself(says: str, page: str | None) -> None:
    assert pull_request_page("ssh://git@git.t.example:22/t/plan", "main", "b", says) == page


@each_row(
    "url",
    [
        *(
            "ext::sh -c true",
            "evil::/srv/plan.git",
            "--upload-pack=x",
            "ftp://h/plan",
            "git://h/plan",
        ),
        *("", "https://h/\x1b[2J", "fd::17"),
    ],
)
def test_kinds_that_are_not_used(url: str) -> None:
    assert parse_address(url) is None


def test_the_parts_of_an_address() -> None:
    assert parse_address("../shared.git") == Address("file", "", "../shared.git")
    assert parse_address("file:///srv/plan.git") == Address("file", "", "/srv/plan.git")
    assert parse_address("https://a:b@h.example/x.git") == Address("https", "h.example", "x")
    assert parse_address("git@h.example:x/y.git") == Address("ssh", "h.example", "x/y")
