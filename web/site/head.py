"""HEAD answered as GET is, without the body.

Handlers see GET, so that the headers are those of GET in every case: a compressed length, an entity
tag, an error. The server leaves the body out. A long answer that is made while it is sent ends with
its first piece, since nobody waits for the others.
"""

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Headed:
    """Lets the application answer GET where HEAD was asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        asked = {**scope, "method": "GET"}
        ended = False

        async def send_first(message: Message) -> None:
            nonlocal ended
            if ended:
                raise ClientDisconnect
            ended = message["type"] == "http.response.body"
            await send({**message, "more_body": False} if ended else message)

        try:
            await self._app(asked, receive, send_first)
        except ClientDisconnect:
            if not ended:
                raise
        finally:
            if "route" in asked:
                scope["route"] = asked["route"]
