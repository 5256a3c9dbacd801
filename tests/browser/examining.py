"""What is wrong with a page: too wide, cut off, too small for a finger, not Chinese, or barred by axe-core's rules."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from inspect_app.config import ROOT
from inspect_app.storage.models import ChecklistVersion, CompositionVersion, User

# Everything is laid out, cards out of sight too, and every fold is open.
UNFOLD = """() => {
  const all = new CSSStyleSheet();
  all.replaceSync(".card { content-visibility: visible !important; }");
  document.adoptedStyleSheets = [all];
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const isFilled = () => [...document.querySelectorAll(".answer > details")].every((fold) => fold.children.length > 1);
  return new Promise((resolve) => {
    const look = () => (isFilled() ? resolve() : requestAnimationFrame(look));
    look();
  });
}"""
ENLARGE = """() => {
  document.documentElement.dataset.text = "larger";
  document.querySelector('link[href*="contrast"]').media = "all";
}"""
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
LAYOUT = Path(__file__).with_name("layout.js")
# Names of formats and programs, which are Chinese usage too.
ALLOWED = {"PDF", "ZIP", "YAML", "JPEG", "PNG", "WebP", "Excel", "MB"}


def examined(context: BrowserContext) -> Page:
    """A page that knows how to find its own faults."""
    context.add_init_script(path=AXE)
    context.add_init_script(path=LAYOUT)
    return context.new_page()


def faults(page: Page, path: str) -> list[str]:
    """What is wrong on the page at this size, with everything unfolded."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok or path == "/nowhere", f"{path}: {answer.status}"
    return faults_here(page)


def faults_here(page: Page) -> list[str]:
    """What is wrong with what is shown now."""
    page.evaluate(UNFOLD)
    found: list[str] = page.evaluate("allowed => layoutFaults(allowed)", sorted(allowed_words()))
    barred = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return found + [
        f"{one['id']}: {node['target'][0]}" for one in barred["violations"] for node in one["nodes"][:5]
    ]


def allowed_words() -> set[str]:
    """Formats, and what people named themselves: log-ins and checklists."""
    ids = {row.checklist_id for row in ChecklistVersion.select(ChecklistVersion.checklist_id)}
    ids |= {row.composition_id for row in CompositionVersion.select(CompositionVersion.composition_id)}
    files = {f"{path.stem}.yaml" for path in (ROOT / "checklists").glob("**/*.yaml")}
    return ALLOWED | {user.login for user in User.select(User.login)} | ids | files


def faults_enlarged(page: Page) -> list[str]:
    """What is wrong with what is shown now, with the largest letters and the strongest contrast of 显示."""
    page.evaluate(ENLARGE)
    return [f"enlarged: {fault}" for fault in faults_here(page)]
