"""What is asked of a server: one request, as bytes for the driver or as a call in this process."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.sessions import Session

NUMBER = "@@@@@@@@@@@@@@"  # becomes a number of 14 digits that only grows
ADDRESS = "@.@.@.@"  # becomes another network address each time
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ask:
    path: str
    method: str = "GET"
    body: str = ""
    type: str = ""
    who: Session | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def all_headers(self) -> dict[str, str]:
        found = {"Host": HOST, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding": "gzip", **self.headers}
        if self.who:
            found["Cookie"] = self.who.cookie
        if self.method != "GET":
            found |= {"Content-Type": self.type, "Content-Length": str(len(self.body.encode()))}
        return found

    def raw(self) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in self.all_headers().items())]
        return "\r\n".join([*lines, "", self.body]).encode()


def filled(text: str, number: int) -> str:
    """The request with its number and address."""
    return text.replace(NUMBER, str(number)).replace(ADDRESS, address(number))


def address(number: int) -> str:
    """Of a network of its own, as far as 65,536 go."""
    return f"10.{number >> 8 & 255}.{number & 255}.7"
