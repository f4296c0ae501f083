package io.tidemark.metering.decode;

import static io.tidemark.metering.Frames.TCP;
import static io.tidemark.metering.Frames.icmp;
import static io.tidemark.metering.Frames.ipv4;
import static io.tidemark.metering.Frames.ipv6;
import static io.tidemark.metering.Frames.tcp;
import static io.tidemark.metering.Frames.u16;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metering.Frames;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
    @Test
    void tcpShowsWhatItsAnalysisNeeds() {
        byte[] segment = tcp(1111, 80, 0x12, 0x80000001, 7, 512, 10);

        Packet packet = Decoded.packet(Decoded.RAW, ipv4(TCP, "10.0.0.1", "10.0.0.2", segment));

        assertThat(packet.tcp()).isTrue();
        assertThat(packet.tcpFlags()).isEqualTo(0x12);
        assertThat(packet.tcpSeq()).isEqualTo(0x80000001);
        assertThat(packet.tcpAck()).isEqualTo(7);
        assertThat(packet.tcpWindow()).isEqualTo(512);
        assertThat(packet.tcpPayload()).isEqualTo(10);
    }

    @Test
    void theDataOfACutSegmentIsCountedByTheLengths() {
        byte[] segment = Arrays.copyOf(tcp(1111, 80, 0x10, 1, 0), 20);

        Packet packet = Decoded.packet(Decoded.RAW, ipv4(TCP, "10.0.0.1", "10.0.0.2", 0, 1500, segment));

        assertThat(packet.tcpPayload()).isEqualTo(1460);
    }

    @Test
    void aCutTcpHeaderShowsItsPortsOnly() {
        byte[] cut = ipv4(TCP, "10.0.0.1", "10.0.0.2", 0, 40, Arrays.copyOf(tcp(1111, 80, 0x10, 1, 0), 8));

        Packet packet = Decoded.packet(Decoded.RAW, cut);

        assertThat(packet.srcPort()).isEqualTo(1111);
        assertThat(packet.tcp()).isFalse();
    }

    @Test
    void aTcpHeaderOfALengthThatCannotBeShowsItsPortsOnly() {
        byte[] segment = tcp(1111, 80, 0x10, 1, 0);
        segment[12] = 0x40; // 16 bytes

        Packet packet = Decoded.packet(Decoded.RAW, ipv4(TCP, "10.0.0.1", "10.0.0.2", segment));

        assertThat(packet.srcPort()).isEqualTo(1111);
        assertThat(packet.tcp()).isFalse();
        assertThat(packet.tcpFlags()).isZero();
    }

    @ParameterizedTest(name = "protocol {0}")
    @ValueSource(ints = {6, 17, 33, 132, 136})
    void fiveProtocolsHavePorts(int protocol) {
        byte[] header = Frames.join(u16(1111), u16(2222), new byte[16]);

        assertThat(Decoded.flow(Decoded.RAW, ipv4(protocol, "10.0.0.1", "10.0.0.2", header)))
                .isEqualTo(protocol + " 10.0.0.1:1111 > 10.0.0.2:2222, 40 bytes");
    }

    @Test
    void icmpHasTypeAndCodeAndNoPorts() {
        byte[] unreachable = ipv4(1, "10.0.0.1", "10.0.0.2", icmp(3, 1));
        byte[] echo = ipv6(58, "fd00::1", "fd00::2", icmp(128, 0));

        assertThat(Decoded.packet(Decoded.RAW, unreachable).icmpTypeCode()).isEqualTo(0x0301);
        assertThat(Decoded.packet(Decoded.RAW, echo).icmpTypeCode()).isEqualTo(0x8000);
        assertThat(Decoded.packet(Decoded.RAW, echo).srcPort()).isZero();
    }
}
