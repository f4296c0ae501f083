/*
 * The limit that the metering engine is compared with: what one thread of plain C can do when it does little.
 * Maps a pcap file (native byte order, Ethernet), reads Ethernet, VLAN tags, IPv4, IPv6, TCP and UDP headers, and counts for
 * each biflow packets and bytes of both directions, TCP flags, first and last time. No tunnels, fragments, windows, records,
 * sequence numbers, no check but that of the captured length.
 *
 *   cc -O2 -o limit limit.c && ./limit FILE [REPEATS]
 *
 * Prints a line for each repeat: packets, flows, cpu=SECONDS of the thread from the mapping's first byte to its last.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct flow { /* two cache lines; `used` is 0 in an empty slot */
    uint64_t a[2], b[2];
    uint16_t port_a, port_b;
    uint8_t protocol, used, flags[2];
    uint64_t packets[2], bytes[2], first, last;
    uint8_t rest[24];
};

struct table {
    struct flow *slots;
    uint64_t mask, count;
};

struct key {
    uint64_t a[2], b[2];
    uint16_t port_a, port_b;
    uint8_t protocol;
    int reverse; /* the sender is end b */
};

static uint16_t u16(const uint8_t *p) { uint16_t v; memcpy(&v, p, 2); return __builtin_bswap16(v); }
static uint32_t u32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return __builtin_bswap32(v); }
static uint32_t native32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return v; }
static uint64_t native64(const uint8_t *p) { uint64_t v; memcpy(&v, p, 8); return v; }

static uint64_t hash(const uint64_t a[2], const uint64_t b[2], uint16_t pa, uint16_t pb, uint8_t protocol) {
    __uint128_t x = (__uint128_t)(a[0] ^ b[1] ^ 0x9E3779B97F4A7C15u) * (a[1] ^ b[0] ^ 0xD6E8FEB86659FD93u);
    uint64_t ports = (uint64_t)pa << 32 | (uint64_t)pb << 8 | protocol;
    __uint128_t y = (__uint128_t)((uint64_t)(x >> 64) ^ (uint64_t)x ^ ports) * 0xC2B2AE3D27D4EB4Fu;
    return (uint64_t)(y >> 64) ^ (uint64_t)y;
}

static void make(struct table *t, uint64_t slots) {
    t->slots = aligned_alloc(128, slots * sizeof(struct flow));
    memset(t->slots, 0, slots * sizeof(struct flow));
    t->mask = slots - 1;
    t->count = 0;
}

static void grow(struct table *t) {
    struct table bigger;
    make(&bigger, (t->mask + 1) * 2);
    for (uint64_t i = 0; i <= t->mask; i++) {
        struct flow *f = &t->slots[i];
        if (f->used) {
            uint64_t j = hash(f->a, f->b, f->port_a, f->port_b, f->protocol) & bigger.mask;
            while (bigger.slots[j].used) j = (j + 1) & bigger.mask;
            bigger.slots[j] = *f;
        }
    }
    bigger.count = t->count;
    free(t->slots);
    *t = bigger;
}

static struct flow *find(struct table *t, const struct key *k, uint64_t time) {
    for (uint64_t i = hash(k->a, k->b, k->port_a, k->port_b, k->protocol);; i++) {
        struct flow *f = &t->slots[i & t->mask];
        if (!f->used) {
            memcpy(f->a, k->a, 16), memcpy(f->b, k->b, 16);
            f->port_a = k->port_a, f->port_b = k->port_b, f->protocol = k->protocol;
            f->used = 1, f->first = time, t->count++;
            return f;
        }
        if (f->a[1] == k->a[1] && f->b[1] == k->b[1] && f->port_a == k->port_a && f->port_b == k->port_b
            && f->protocol == k->protocol && f->a[0] == k->a[0] && f->b[0] == k->b[0])
            return f;
    }
}

/* The end with the lower address and port is a. */
static void order(struct key *k, const uint64_t s[2], const uint64_t d[2], uint16_t sp, uint16_t dp) {
    k->reverse = s[0] != d[0] ? s[0] > d[0] : s[1] != d[1] ? s[1] > d[1] : sp > dp;
    memcpy(k->a, k->reverse ? d : s, 16), memcpy(k->b, k->reverse ? s : d, 16);
    k->port_a = k->reverse ? dp : sp, k->port_b = k->reverse ? sp : dp;
}

/* Counts a frame; 0: no IP. */
static int count(struct table *t, const uint8_t *p, const uint8_t *end, uint64_t time) {
    if (end - p < 14) return 0;
    uint16_t type = u16(p + 12);
    p += 14;
    while ((type == 0x8100 || type == 0x88A8) && end - p >= 4) type = u16(p + 2), p += 4;
    uint64_t s[2] = {0, 0}, d[2] = {0, 0};
    uint16_t sp = 0, dp = 0;
    uint32_t bytes;
    uint8_t protocol, flags = 0;
    const uint8_t *next;
    if (type == 0x0800 && end - p >= 20) {
        s[1] = u32(p + 12), d[1] = u32(p + 16), protocol = p[9], bytes = u16(p + 2);
        next = u16(p + 6) & 0x1FFF ? end : p + (p[0] & 15) * 4;
    } else if (type == 0x86DD && end - p >= 40) {
        s[0] = native64(p + 8), s[1] = native64(p + 16), d[0] = native64(p + 24), d[1] = native64(p + 32);
        protocol = p[6], bytes = 40 + u16(p + 4), next = p + 40;
    } else {
        return 0;
    }
    if ((protocol == 6 || protocol == 17) && end - next >= 8) {
        sp = u16(next), dp = u16(next + 2);
        if (protocol == 6 && end - next >= 14) flags = next[13];
    }
    struct key k = {.protocol = protocol};
    order(&k, s, d, sp, dp);
    struct flow *f = find(t, &k, time);
    f->packets[k.reverse]++, f->bytes[k.reverse] += bytes, f->flags[k.reverse] |= flags, f->last = time;
    if (t->count * 2 > t->mask) grow(t);
    return 1;
}

static double cpu(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec + now.tv_nsec * 1e-9;
}

int main(int arguments, char **argument) {
    struct stat file;
    int fd = arguments > 1 ? open(argument[1], O_RDONLY) : -1;
    if (fd < 0 || fstat(fd, &file) != 0) {
        fprintf(stderr, "usage: limit FILE [REPEATS]\n");
        return 2;
    }
    for (int i = 0; i < (arguments > 2 ? atoi(argument[2]) : 5); i++) {
        struct table t;
        make(&t, 1 << 18);
        double begun = cpu();
        const uint8_t *m = mmap(NULL, file.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (m == MAP_FAILED) return 1;
        const uint8_t *p = m + 24, *end = m + file.st_size;
        uint64_t packets = 0, others = 0;
        while (end - p >= 16 && (uint64_t)(end - p - 16) >= native32(p + 8)) {
            uint64_t time = native32(p) * 1000000ull + native32(p + 4);
            const uint8_t *frame = p + 16;
            p = frame + native32(p + 8);
            others += !count(&t, frame, p, time);
            packets++;
        }
        double seconds = cpu() - begun;
        printf("packets=%lu flows=%lu not_ip=%lu cpu=%.4f Mpackets/cpu_s=%.2f\n", (unsigned long)packets,
               (unsigned long)t.count, (unsigned long)others, seconds, packets / seconds / 1e6);
        free(t.slots);
        munmap((void *)m, file.st_size);
    }
    return 0;
}
