"""A folder in which generators find every role's schema and documents, and run."""

import asyncio
import subprocess
from dataclasses import dataclass
from pathlib import Path

from graphql import build_client_schema, get_introspection_query, print_schema

from tests.clients.asking import Counter
from tests.clients.documents import ClientDocument, documents

HERE = Path(__file__).parent
TYPED = HERE / "typed"
NPM = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error")


@dataclass(frozen=True)
class Ground:
    """The folder."""

    path: Path

    async def run(self, *command: str) -> tuple[int, str]:
        """The exit code of a command in the folder, and what it said."""
        process = await asyncio.create_subprocess_exec(
            *command, cwd=self.path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, said.decode()

    async def node(self, tool: str, *arguments: str) -> tuple[int, str]:
        """Run one of the installed Node tools."""
        return await self.run(str(self.path / "node_modules" / ".bin" / tool), *arguments)

    def put(self, name: str, text: str) -> Path:
        """Write a file, and the folders that it is in."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def bring(self, name: str, into: str = ".") -> None:
        """Copy a committed file."""
        self.put(f"{into}/{name}", (TYPED / name).read_text("utf-8"))


async def lay(ground: Ground, counter: Counter) -> None:
    """Install the tools; write each role's SDL, as its endpoint tells it, and its documents."""
    for name in ("package.json", "package-lock.json"):
        ground.put(name, (HERE / name).read_text("utf-8"))
    for file in TYPED.iterdir():
        if file.suffix in (".mjs", ".json", ".toml", ".ini", ".txt"):
            ground.bring(file.name)
    for document in documents():
        name = document.name.replace("/", "_")
        ground.put(f"roles/{document.role}/documents/{name}", document.text)
    for folder in sorted((ground.path / "roles").iterdir()):
        ground.put(f"roles/{folder.name}/schema.graphql", await told(counter, folder.name))
    code, said = await ground.run(*NPM)
    assert code == 0, said


async def told(counter: Counter, role: str) -> str:
    """A role's SDL, made from the introspection of the endpoint as somebody of the role."""
    who = next(each.who for each in documents() if each.role == role)
    answer = await counter.http.post(
        "/graphql", json={"query": get_introspection_query()}, headers=await counter.headers(who)
    )
    return print_schema(build_client_schema(answer.json()["data"])) + "\n"


def tag(document: ClientDocument) -> str:
    """A module with the document as Relay wants it: named after its module and its kind."""
    name, kind = document.operation.name, "Mutation" if document.writes else "Query"
    assert name is not None
    text = document.text.replace(f" {name.value}", f" {name.value}{kind}", 1)
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return f'import {{ graphql }} from "relay-runtime";\n\nexport default graphql`\n{body}\n`;\n'
