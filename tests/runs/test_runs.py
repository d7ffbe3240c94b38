"""Engine runs: started on a page or by REST, computed by the worker, kept with what the checker found."""

import json
import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from heluo.base import tasks
from heluo.base.errors import Denied, Refused
from heluo.enginekit import discover
from heluo.runs.actions import MOST_UNFINISHED, cancel_run, start_run
from heluo.runs.api import CHECKS
from heluo.runs.models import Run
from heluo.runs.queries import task_of
from heluo.runs.tasks import compute_now
from tests.cast import Cast
from tests.together import at_once

SLUGS = sorted(discover())


@pytest.fixture
def signed_in(cast: Cast, client: Client) -> Client:
    client.force_login(cast.requester)
    return client


def example(slug: str, *, infeasible: bool = False) -> str:
    return discover()[slug].examples(infeasible=infeasible)[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", SLUGS)
def test_an_example_is_computed_checked_and_drawn(signed_in: Client, slug: str):
    signed_in.post(reverse("runs:engine", args=[slug]), {"problem": example(slug), "seed": "1"})
    run = Run.objects.get()
    waiting = signed_in.get(reverse("runs:run", args=[run.public_id]))
    assert waiting.context["waiting"]
    tasks.run_waiting()
    run.refresh_from_db()
    assert (run.state, run.findings) == ("done", [])
    assert signed_in.get(reverse("runs:run", args=[run.public_id])).status_code == 200
    assert b"<svg" in signed_in.get(reverse("runs:picture", args=[run.public_id])).content
    assert json.loads(signed_in.get(reverse("runs:plan", args=[run.public_id])).content)["engine"] == slug


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_not_possible_says_why(signed_in: Client, slug: str):
    signed_in.post(reverse("runs:engine", args=[slug]), {"problem": example(slug, infeasible=True), "seed": "0"})
    tasks.run_waiting()
    run = Run.objects.get()
    assert run.state == "infeasible"
    assert run.error[0]["zh"] in signed_in.get(reverse("runs:run", args=[run.public_id])).content.decode()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"needs": 1}', '{"needs": [], "specialists": [], "other": 1}'])
def test_a_wrong_problem_is_said_at_its_field(signed_in: Client, text: str):
    answer = signed_in.post(reverse("runs:engine", args=["matching"]), {"problem": text, "seed": "0"})
    assert answer.status_code == 422
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"), [("[]", "must be a record"), ('{"needs": [{"x": 1}]}', "row 1, x: is not a")]
)
def test_a_wrong_problem_is_said_in_the_reader_s_language(signed_in: Client, text: str, said: str):
    sent = {"problem": text, "seed": "0"}
    answer = signed_in.post(reverse("runs:engine", args=["matching"]), sent, headers={"accept-language": "en"})
    sentences = " ".join(answer.context["form"].errors["problem"])
    assert said in sentences.replace("Must", "must")
    assert sentences.isascii()


@pytest.fixture
def waiting(cast: Cast, signed_in: Client) -> Run:
    signed_in.post(reverse("runs:engine", args=["matching"]), {"problem": example("matching"), "seed": "0"})
    return Run.objects.get()


@pytest.mark.parametrize("who", ["requester", "administrator"])
def test_who_started_a_run_or_administers_cancels_it(cast: Cast, client: Client, waiting: Run, who: str):
    client.force_login(getattr(cast, who))
    page, cancel = (reverse(f"runs:{name}", args=[waiting.public_id]) for name in ("run", "cancel"))
    assert f'action="{cancel}"' in client.get(page).content.decode()
    shown = client.post(cancel, follow=True).content.decode()
    assert "已取消" in shown
    assert f'action="{cancel}"' not in shown
    assert tasks.run_waiting() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.plan) == ("cancelled", None)


def test_a_run_that_is_cancelled_while_it_is_computed_keeps_no_plan(cast: Cast, waiting: Run):
    def cancel(_fraction: float, _doing: object) -> None:
        Run.objects.get().finished_at or cancel_run(actor=cast.requester, run=waiting)

    with pytest.raises(Refused):
        compute_now(waiting, cancel)
    assert Run.objects.get().plan is None


class Meanwhile(threading.Event):
    """Asked whether the worker is to stop, at each step of its work; at the third time something else happens."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self._asked, self._happens = 0, happens

    def is_set(self) -> bool:
        self._asked += 1
        if self._asked == 3:
            self._happens()
        return False


def test_a_run_that_is_cancelled_at_its_last_step_has_not_failed(cast: Cast, client: Client, waiting: Run):
    tasks.run_waiting(Meanwhile(lambda: cancel_run(actor=cast.requester, run=waiting)))
    assert task_of(waiting).state == "cancelled"
    client.force_login(cast.requester)
    assert "已取消" in client.get(reverse("runs:run", args=[waiting.public_id])).content.decode()


def test_a_run_that_another_worker_was_quicker_with_is_done(waiting: Run):
    tasks.run_waiting(Meanwhile(lambda: compute_now(Run.objects.get())))
    assert (task_of(waiting).state, Run.objects.get().state) == ("done", "done")


def test_nobody_else_cancels_it(cast: Cast, waiting: Run):
    with pytest.raises(Denied, match="发起人或管理员"):
        cancel_run(actor=cast.officer, run=waiting)


def test_what_is_computed_can_t_be_cancelled(cast: Cast, client: Client, waiting: Run):
    tasks.run_waiting()
    assert client.post(reverse("runs:cancel", args=[waiting.public_id])).status_code == 409


def test_a_run_waits_for_no_import(waiting: Run):
    assert tasks.take("") is None
    assert tasks.take("engines").payload == {"run": str(waiting.public_id)}


def test_a_run_is_seen_by_the_one_who_started_it(cast: Cast, signed_in: Client):
    signed_in.post(reverse("runs:engine", args=["matching"]), {"problem": example("matching"), "seed": "0"})
    address = reverse("runs:run", args=[Run.objects.get().public_id])
    signed_in.force_login(cast.stranger.requester)
    assert signed_in.get(address).status_code == 404


def test_a_run_whose_time_is_over_keeps_what_it_has(waiting: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("heluo.runs.tasks.MOST_SECONDS", 0)
    tasks.run_waiting()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.plan["status"], waiting.findings) == ("done", "stopped", [])


def test_an_unknown_engine_is_not_there(signed_in: Client):
    assert signed_in.get(reverse("runs:engine", args=["alchemy"])).status_code == 404


def test_rest_starts_and_tells(signed_in: Client):
    body = example("matching")
    started = signed_in.post("/api/engines/matching/runs?seed=3", body, content_type="application/json")
    assert started.status_code == 202
    tasks.run_waiting()
    told = signed_in.get(f"/api/runs/{started.json()['id']}").json()
    assert (told["state"], told["seed"], told["findings"]) == ("done", 3, [])
    checked = signed_in.post(
        "/api/engines/matching/check",
        json.dumps({"problem": json.loads(body), "plan": told["plan"]}),
        content_type="application/json",
    )
    assert checked.json() == []


def test_rest_checks_so_many_plans_a_minute(cast: Cast, signed_in: Client):
    body = example("matching")
    signed_in.post("/api/engines/matching/runs", body, content_type="application/json")
    tasks.run_waiting()
    sent = json.dumps({"problem": json.loads(body), "plan": Run.objects.get().plan})
    for _time in range(CHECKS.tries):
        assert CHECKS.take(str(cast.requester.public_id))
    english = {"accept-language": "en"}
    refused = signed_in.post("/api/engines/matching/check", sent, content_type="application/json", headers=english)
    assert (refused.status_code, "a minute" in refused.json()["detail"]) == (429, True)


def test_rest_refuses_visitors_and_what_is_wrong(client: Client, signed_in: Client):
    assert Client().post("/api/engines/matching/runs", "{}", content_type="application/json").status_code in (401, 403)
    wrong = signed_in.post("/api/engines/matching/runs", '{"needs": 1}', content_type="application/json")
    assert wrong.status_code == 422


@pytest.mark.parametrize(("language", "said"), [("en", "This is no JSON."), ("zh-hans", "这不是 JSON。")])
def test_rest_says_that_a_body_is_no_json(signed_in: Client, language: str, said: str):
    asked = {"content_type": "application/json", "headers": {"accept-language": language}}
    answer = signed_in.post("/api/engines/matching/runs", "{", **asked)
    assert (answer.status_code, answer.json()) == (400, {"detail": said})


def test_rest_says_how_to_sign_in_and_that_the_token_is_missing(cast: Cast):
    program = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    asked = "/api/engines/matching/runs", example("matching"), "application/json"
    assert "token" in program.post(*asked).json()["detail"]
    assert program.get(f"/api/runs/{uuid4()}").json() == {"detail": "Sign in first."}
    program.force_login(cast.requester)
    refused = program.post(*asked)
    assert refused.status_code == 403
    assert "X-CSRFToken" in refused.json()["detail"]


def test_rest_answers_in_json_what_is_not_there(client: Client):
    for path in ("/api/engines/alchemy/runs", "/api/nothing"):
        answer = client.post(path, "{}", content_type="application/json", headers={"accept-language": "en"})
        assert (answer.status_code, answer.json()) == (404, {"detail": "There is nothing here."})


def test_nul_in_a_problem_is_refused(signed_in: Client):
    problem = json.loads(example("matching"))
    problem["needs"][0]["words"] = "花椒\0"
    wrong = signed_in.post("/api/engines/matching/runs", json.dumps(problem), content_type="application/json")
    assert wrong.status_code == 422


def test_a_worker_that_comes_back_late_replaces_no_plan(signed_in: Client):
    signed_in.post(reverse("runs:engine", args=["matching"]), {"problem": example("matching"), "seed": "0"})
    late = Run.objects.get()
    tasks.run_waiting()
    with pytest.raises(Refused):
        compute_now(late)


def test_every_engine_is_described(client: Client):
    assert {row["slug"] for row in client.get("/api/engines").json()} == set(SLUGS)
    paths = client.get("/api/openapi.json").json()["paths"]
    assert all(f"/api/engines/{slug}/runs" in paths for slug in SLUGS)


def test_a_web_process_loads_no_solver():
    import subprocess
    import sys

    code = (
        "import django, sys; django.setup(); import heluo.web.urls; from heluo.base import tasks; tasks.kinds();"
        "from heluo.engines.matching import ranking; print(sorted({'ortools', 'numba'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_one_account_does_not_fill_the_queue(signed_in: Client):
    sent = {"problem": example("matching"), "seed": "0"}
    for _ in range(5):
        assert signed_in.post(reverse("runs:engine", args=["matching"]), sent).status_code == 302
    refused = signed_in.post(reverse("runs:engine", args=["matching"]), sent)
    assert (refused.status_code, refused.context["form"]["problem"].value()) == (422, sent["problem"])
    assert Run.objects.count() == 5
    tasks.run_waiting()
    assert signed_in.post(reverse("runs:engine", args=["matching"]), sent).status_code == 302


def test_nor_with_many_requests_at_the_same_moment(site: object):
    who, problem = Cast().requester, json.loads(example("matching"))
    started, refused = at_once(*[lambda: start_run(actor=who, engine="matching", problem=problem)] * 8)
    assert (len(started), len(refused)) == (MOST_UNFINISHED, 3)


def test_what_the_office_has_matched_does_not_count(cast: Cast):
    problem = json.loads(example("matching"))
    for _ in range(MOST_UNFINISHED):
        start_run(actor=cast.officer, engine="matching", problem=problem, about=cast.county)
    assert start_run(actor=cast.officer, engine="matching", problem=problem)
