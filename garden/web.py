"""The web chat in a running garden."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import SystemRandom

from aiohttp import web

from bot.channels.web.front_page import FrontPage
from bot.channels.web.made_files import MadeFileRoutes
from bot.channels.web.receiving import FileRoutes
from bot.channels.web.routes import add_routes
from bot.channels.web.sending import WebChannel
from bot.channels.web.visits import Visits
from bot.charts.drawer import Drawer
from bot.documents import Documents
from garden.clock import SkippingClock
from garden.demo.desk import DemoDesk
from garden.running import Garden
from storage.database import Database
from study.rules.settings import Settings
from study.rules.settings import WebChannel as WebSettings


class WebConnection:
    """The page, its routes and, in a demo, its two doors."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        place: WebSettings,
        clock: SkippingClock,
        drawer: Drawer,
        documents: Documents,
    ) -> None:
        self._drawer = drawer
        self._documents = documents
        self._settings = settings
        self._place = place
        self._clock = clock
        self.channel = WebChannel(db, Path(settings.content.readings), clock, SystemRandom())

    def add_routes(self, app: web.Application, garden: Garden) -> None:
        """Everything the page asks for."""
        names: Mapping[str, str] = self._settings.name
        page = FrontPage(names, garden.county.zone, garden.words, self._place.demo)
        visits = Visits(self.channel, garden.words, self._settings.language, self._place.public_url)
        demo = DemoDesk(garden, self._clock) if self._place.demo else None
        files = FileRoutes(self.channel, garden.reception, visits, garden.county.zone)
        make_document = self._documents.maker(self.channel.name)
        MadeFileRoutes(self.channel, visits, self._drawer, make_document).add_to(app)
        add_routes(app, self.channel, garden.reception, page, visits, files, demo)

    def close_streams(self) -> None:
        """End the open streams, so that stopping need not wait for them."""
        self.channel.close_streams()
