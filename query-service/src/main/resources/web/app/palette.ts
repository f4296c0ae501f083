// Colours of series: ten hues after Okabe and Ito (2008), their lightness searched so that any two differ by at least 11 (CIE
// 1976) in normal vision and in simulated protanopia, deuteranopia and tritanopia (Machado 2009), with 3:1 against the
// background, once for each theme. A name has the same colour in every view and after every reload.

const LIGHT = ['#1d6fb5', '#d07a00', '#00806a', '#5f2f55', '#369dcf', '#73291a', '#492e72', '#6e6514', '#c17d99', '#5b8a49'];
const DARK = ['#4a9fe0', '#f0b23c', '#2fc4a0', '#c26ba7', '#b9e9f7', '#dd5819', '#7b68eb', '#d6d878', '#c05c75', '#73b25f'];
const OTHER = { light: '#9aa6ae', dark: '#66747e' };

/** The usual names have a colour of their own; they are what most charts are made of. */
const RESERVED: Record<string, number> = {
  tcp: 0, udp: 1, icmp: 5, icmp6: 3, icmpv6: 3, 'ipv6-icmp': 3, sctp: 6, gre: 7, esp: 8,
  https: 0, dns: 1, http: 2, ssh: 3, quic: 4, 'http-alt': 4, smb: 6, ntp: 7, kafka: 8, postgresql: 9,
};

/** A colour per key; `other` is grey. Two keys share a colour only when there are more keys than colours. */
export function colours(all: { key: string; name: string }[], dark: boolean): Map<string, string> {
  const shades = dark ? DARK : LIGHT;
  const taken = new Set<number>();
  const result = new Map<string, string>();
  for (const { key, name } of [...all].sort(byReservationThenName)) {
    if (key === 'other') {
      result.set(key, otherColour(dark));
      continue;
    }
    let slot = reserved(name) ?? hash(name) % shades.length;
    for (let tries = 0; taken.has(slot) && tries < shades.length; tries++) slot = (slot + 1) % shades.length;
    taken.add(slot);
    result.set(key, shades[slot]);
  }
  return result;
}

export const otherColour = (dark: boolean) => (dark ? OTHER.dark : OTHER.light);

function byReservationThenName(a: { name: string }, b: { name: string }): number {
  return Number(reserved(a.name) === undefined) - Number(reserved(b.name) === undefined) || a.name.localeCompare(b.name);
}

const reserved = (name: string): number | undefined => RESERVED[name.toLowerCase()];

/** FNV-1a, 32 bits. */
function hash(name: string): number {
  let value = 2166136261;
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 16777619);
  return value >>> 0;
}
