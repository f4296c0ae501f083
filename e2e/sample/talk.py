"""The programs that talk in the sample capture: python3, standard library only.  record-sample starts one per host.

    talk.py ROLE START SECONDS [ARGUMENT...]

START is the second (since 1970) at which all clients begin, SECONDS how long they go on. Servers stop when told to.
The load has a rhythm, load() below: waves of 75 s, a quiet time from two thirds on, and one burst of bulk transfer.
"""
import http.client
import http.server
import math
import random
import socket
import ssl
import struct
import sys
import threading
import time

ZONE = {
    b"web.example": ("10.20.0.10", "2001:db8:20::10"),
    b"db.example": ("10.20.0.20", None),
    b"files.example": ("10.20.0.40", None),
    b"log.example": ("10.20.0.30", None),
    b"shell.example": ("10.20.0.22", None),
}


# ---- servers --------------------------------------------------------------------------------------------------------
class Pages(http.server.BaseHTTPRequestHandler):
    """GET /N answers N bytes. HTTP/1.1, connections stay open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        size = int(self.path.rpartition("/")[2] or 0)
        self.send_response(200 if size else 404)
        self.send_header("Content-Length", str(size))
        self.end_headers()
        pace = self.server.pace
        while size > 0:
            piece = min(size, 8192)
            self.wfile.write(b"tide" * (piece // 4) + b"." * (piece % 4))
            size -= piece
            if pace:
                time.sleep(pace)

    def log_message(self, *_):
        pass


class DualStack(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
    daemon_threads = True
    pace = 0.0

    def server_bind(self):
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


def web(cert, key):
    plain, secure = DualStack(("::", 80), Pages), DualStack(("::", 443), Pages)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    threading.Thread(target=secure.serve_forever, daemon=True).start()
    plain.serve_forever()


def files():
    server = DualStack(("::", 8080), Pages)
    server.pace = 0.12  # 8 KiB each: some half a megabit a second
    server.serve_forever()


def dns():
    """Answers A and AAAA of ZONE; NXDOMAIN for the rest."""
    server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    server.bind(("::", 53))
    while True:
        query, client = server.recvfrom(512)
        at, labels = 12, []
        while query[at]:
            labels.append(query[at + 1 : at + 1 + query[at]])
            at += 1 + query[at]
        question = query[12 : at + 5]
        kind = struct.unpack("!H", query[at + 1 : at + 3])[0]
        known = ZONE.get(b".".join(labels))
        data = None
        if known and kind == 1:
            data = socket.inet_aton(known[0])
        elif known and kind == 28 and known[1]:
            data = socket.inet_pton(socket.AF_INET6, known[1])
        answer = b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 60, len(data)) + data if data else b""
        flags = 0x8580 if known else 0x8583
        server.sendto(query[:2] + struct.pack("!HHHHH", flags, 1, 1 if data else 0, 0, 0) + question + answer, client)


def stream_server(port, answer):
    """A TCP service that gives answer(request) for each request; requests carry their length in two bytes."""
    server = socket.create_server(("0.0.0.0", port))

    def serve(peer):
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with peer, peer.makefile("rb") as lines:
            while head := lines.read(2):
                peer.sendall(answer(lines.read(struct.unpack("!H", head)[0])))

    while True:
        threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()


def rows(request):
    """Like a database: what was asked for, rows of 40 bytes."""
    return reply(b"r" * (40 * (request[0] % 16)))


def echo(request):
    return reply(request)


def reply(body):
    return struct.pack("!H", len(body)) + body


def sink(port):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("0.0.0.0", port))
    while True:
        server.recv(2048)


# ---- clients --------------------------------------------------------------------------------------------------------
def load(t):
    """How much goes on at second t of the recording, 0 to 1."""
    if 200 <= t < 230:
        return 0.0
    return 0.55 + 0.45 * math.sin(2 * math.pi * t / 75)


class Clock:
    def __init__(self, start, seconds, name):
        self.start, self.seconds = start, seconds
        self.dice = random.Random(name)
        time.sleep(max(0.0, start - time.time()))

    def now(self):
        return time.time() - self.start

    def running(self):
        return self.now() < self.seconds

    def rest(self, mean, always=False):
        """Waits some multiple of the mean, longer when the load is low, through the quiet time unless always."""
        time.sleep(self.dice.uniform(0.5, 1.5) * mean / max(0.15, 1 if always else load(self.now())))
        while not always and self.running() and load(self.now()) == 0:
            time.sleep(0.25)


def resolve(name, kind=1, server="10.20.0.53"):
    family = socket.AF_INET6 if ":" in server else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as client:
        client.settimeout(2)
        labels = b"".join(bytes([len(part)]) + part for part in name.encode().split(b"."))
        head = struct.pack("!HHHHHH", random.getrandbits(16), 0x100, 1, 0, 0, 0)
        client.sendto(head + labels + b"\0" + struct.pack("!HH", kind, 1), (server, 53))
        try:
            client.recv(512)
        except TimeoutError:
            pass


def get(connection, *sizes):
    for size in sizes:
        connection.request("GET", f"/page/{size}")
        connection.getresponse().read()
    connection.close()


def browse(clock, host, dns_server="10.20.0.53", mean=2.0):
    """Looks names up, gets pages, most of them over TLS, some that are missing."""
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    while clock.running():
        resolve("web.example", 28 if ":" in host else 1, dns_server)
        if clock.dice.random() < 0.12:
            resolve(clock.dice.choice(["wep.example", "old.example"]), 1, dns_server)
        sizes = [clock.dice.choice([0, 700, 1800, 4200, 9000, 21000]) for _ in range(clock.dice.randint(1, 3))]
        if clock.dice.random() < 0.5:
            get(http.client.HTTPSConnection(host, 443, context=trust), *sizes)
        else:
            get(http.client.HTTPConnection(host, 80), *sizes)
        clock.rest(mean)


def ask(clock, host, port, mean, size, patience=1000):
    """One long connection of small requests; a new one after so many."""
    while clock.running():
        with socket.create_connection((host, port)) as server, server.makefile("rb") as answers:
            server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for _ in range(patience):
                if not clock.running():
                    break
                server.sendall(reply(clock.dice.randbytes(clock.dice.randint(*size))))
                answers.read(struct.unpack("!H", answers.read(2))[0])
                clock.rest(mean)


def knock(clock, host, port, mean):
    """Tries a port where nobody listens."""
    while clock.running():
        try:
            socket.create_connection((host, port), 2).close()
        except OSError:
            pass
        clock.rest(mean, always=True)


def report(clock, host, port, mean, always, size):
    """Datagrams that nobody answers: log lines, video."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        while clock.running():
            sender.sendto(b"<134>" + b"tidemark sample " * (clock.dice.randint(*size) // 16), (host, port))
            clock.rest(mean, always)


def fetch(clock, host, port, plan):
    """Bulk: so many bytes at such a second."""
    for second, size in plan:
        time.sleep(max(0.0, second - clock.now()))
        resolve("files.example")
        get(http.client.HTTPConnection(host, port), size)


def together(*talks):
    threads = [threading.Thread(target=talk, args=arguments) for talk, *arguments in talks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# ---- what stands between a host without VLANs and a trunk --------------------------------------------------------------
def access_port(port, trunk, vid):
    """A switch's access port in software: tags what comes in at the port, untags what comes from the trunk."""
    aux, raw = 8, socket.htons(3)  # PACKET_AUXDATA, ETH_P_ALL

    def opened(name):
        end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, raw)
        end.setsockopt(263, aux, 1)
        end.bind((name, 3))
        return end

    inside, outside = opened(port), opened(trunk)
    tag = struct.pack("!HH", 0x8100, vid)

    def inward():
        while True:
            frame, more, _, source = outside.recvmsg(2048, 64)
            tci = next((struct.unpack("IIIHHHH", data)[5] for level, kind, data in more if (level, kind) == (263, aux)), 0)
            if source[2] != socket.PACKET_OUTGOING and tci & 0xFFF == vid:
                inside.send(frame)

    threading.Thread(target=inward, daemon=True).start()
    while True:
        frame, _, _, source = inside.recvmsg(2048, 64)
        if source[2] != socket.PACKET_OUTGOING:
            outside.send(frame[:12] + tag + frame[12:])


def quiet_offloads(*names):
    """Segmentation and checksums in software, so that the frames recorded are those a wire would carry (ethtool -K)."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for name in names:
            for command in (0x1F, 0x24, 0x2C, 0x17):  # ETHTOOL_STSO, SGSO, SGRO, STXCSUM
                value = bytearray(struct.pack("II", command, 0))
                address = (ctypes.c_char * len(value)).from_buffer(value)
                request = struct.pack("16sP", name.encode(), ctypes.addressof(address))
                try:
                    fcntl.ioctl(control, 0x8946, request)  # SIOCETHTOOL
                except OSError as refused:
                    print(f"{name}: offload {command:#x} stays: {refused}", file=sys.stderr)


if __name__ == "__main__":
    import ctypes

    role, start, seconds, *more = sys.argv[1:]
    if role == "offloads":
        quiet_offloads(*more)
        sys.exit()
    servers = {
        "web": lambda: web(*more),
        "files": files,
        "dns": dns,
        "db": lambda: stream_server(5432, rows),
        "shell": lambda: stream_server(22, echo),
        "log": lambda: sink(514),
        "recorder": lambda: sink(5004),
        "access-port": lambda: access_port(more[0], more[1], int(more[2])),
    }
    if role in servers:
        servers[role]()
    clock = Clock(float(start), float(seconds), role)
    clients = {
        "laptop": lambda: together(
            (browse, clock, "10.20.0.10", "10.20.0.53", 4.5),
            (ask, clock, "10.20.0.22", 22, 1.3, (36, 36)),  # keystrokes
            (fetch, clock, "10.20.0.40", 8080, [(40, 60_000), (130, 1_300_000), (262, 90_000)]),
        ),
        "phone": lambda: together(
            (browse, clock, "2001:db8:20::10", "2001:db8:20::53", 5.0),
            (knock, clock, "10.20.0.10", 8443, 23),
        ),
        "app": lambda: together(
            (ask, clock, "10.20.0.20", 5432, 0.8, (20, 90), 60),
            (report, clock, "10.20.0.30", 514, 1.6, False, (60, 220)),
        ),
        "camera": lambda: report(clock, "10.42.0.60", 5004, 0.55, True, (900, 1300)),
    }
    clients[role]()
