"""What `zhijian audit verify` does and says."""

import asyncio
from typing import Final

import typer

from core.audit.anchors import FILE
from core.audit.findings import VerificationReport
from core.audit.verify import verify
from core.clock import Clock
from core.settings import Settings
from core.store.roles import endpoints

INTACT: Final = 0
TAMPERED: Final = 1


def audit_verify(settings: Settings, clock: Clock | None = None) -> int:
    """Verify the ledger, print the report, and return the exit code: 0 intact, 1 not.

    Raises StoreError when the database cannot be reached as configured.
    """
    url = endpoints(settings).audit
    report = asyncio.run(verify(url, settings.var_path / FILE, clock))
    typer.echo(report_text(report))
    return INTACT if report.intact else TAMPERED


def report_text(report: VerificationReport) -> str:
    """The report in Chinese and English, findings last."""
    head, verdict = report.head, "账本完好。 The ledger is intact."
    if not report.intact:
        verdict = f"发现 {report.found} 处问题。 {report.found} finding(s)."
    lines = [
        f"封存 {report.seals} 条，链首 {head.sequence} {head.chain_hash}",
        f"{report.seals} seals, head {head.sequence} {head.chain_hash}",
        f"锚定 {report.anchors} 次，最近 {report.last_anchor or '无'}",
        f"{report.anchors} anchors, the last of {report.last_anchor or 'no day'}",
        verdict,
        *(f"  {finding}" for finding in report.findings),
    ]
    if report.found > len(report.findings):
        rest = report.found - len(report.findings)
        lines.append(f"  另有 {rest} 处未列出。 {rest} more are not listed.")
    return "\n".join(lines)
