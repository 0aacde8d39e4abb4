package org.hyparview.cluster.protocol.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryMessage.MemberSummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Pull;
import org.hyparview.cluster.protocol.registry.RegistryMessage.RecordPart;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

/** The checks of messages and settings. */
class RegistryMessageTest {

  private static final PeerId A = PeerId.of("a");
  private static final PeerId B = PeerId.of("b");
  private static final Peer OWNER = new Peer(A, 5, new PeerAddress("host", 1));
  private static final EntryKey KEY = new EntryKey("map", Bytes.EMPTY);

  @Test
  void numbersAreNotNegative() {
    refused(() -> new Stamp(-1, 0));
    refused(() -> new Stamp(0, -1));
    refused(() -> new RecordOp.AddRegistration(-1, "address"));
    refused(() -> new RecordOp.RemoveRegistration(-1));
    refused(() -> new Tombstone(A, -1, DownReason.LEFT, 0));
    refused(() -> new Tombstone(A, 0, DownReason.LEFT, -1));
    refused(() -> new RegistryMessage.Digest(-1, true, 0));
    refused(() -> new RecordPart(OWNER, -1, 0, true, List.of()));
    refused(() -> new RecordPart(OWNER, 0, -1, true, List.of()));
    refused(() -> new Pull.Rest(A, new Stamp(0, 0), 0));
    refused(() -> new EntryStamp(KEY, -1, A));
    refused(() -> new Entry(KEY, null, Long.MAX_VALUE, A));
  }

  @Test
  void textsAndBytesHaveABound() {
    refused(() -> new RecordOp.AddRegistration(1, "x".repeat(8_193)));
    refused(() -> new RecordOp.AddRegistration(1, "half \ud800 a pair"));
    refused(() -> new RecordOp.SetNodeInfo(Bytes.of(new byte[32_769])));
    refused(() -> new RecordOp.SetMetadata(Bytes.of(new byte[32_769])));
    refused(() -> new EntryKey("x".repeat(256), Bytes.EMPTY));
    refused(() -> new EntryKey("map", Bytes.of(new byte[8_193])));
    refused(() -> new Entry(KEY, Bytes.of(new byte[262_145]), 1, A));
    assertThat(new RecordOp.AddRegistration(1, "whole \ud83d\ude00 pair").seq()).isOne();
  }

  @Test
  void listsHaveABound() {
    refused(() -> new Pull(Collections.nCopies(257, A), List.of(), null));
    refused(() -> new Delta(
        OWNER,
        new Stamp(5, 0),
        Collections.nCopies(Delta.MAX_OPS + 1, new RecordOp.RemoveRegistration(1))));
  }

  @Test
  void aDeltaDoesNotGoBackInIncarnation() {
    refused(() -> new Delta(OWNER, new Stamp(6, 0), List.of()));
  }

  @Test
  void aRangeEndsAfterItsBegin() {
    refused(() -> new MemberSummary(B, A, List.of(), List.of(), 0));
    refused(() -> new MemberSummary(A, A, List.of(), List.of(), 0));
    refused(() -> new RegistryMessage.EntrySummary(KEY, KEY, List.of()));
  }

  @Test
  void settingsOutOfTheirRangeAreRefusedByName() {
    assertThatThrownBy(() -> RegistryConfig.builder().digestInterval(0).build())
        .hasMessage("digestInterval must be in 1.." + Integer.MAX_VALUE + ", but is 0");
    assertThatThrownBy(() -> RegistryConfig.builder().maxMessageBytes(70_000).build())
        .hasMessage("maxMessageBytes must be in 280000..1000000, but is 70000");
  }

  @Test
  void bytesAreEqualByValueAndKeptFromChange() {
    byte[] array = {1, 2};
    Bytes bytes = Bytes.of(array);
    array[0] = 9;
    bytes.toArray()[1] = 9;
    assertThat(bytes).isEqualTo(Bytes.of((byte) 1, (byte) 2)).isNotEqualTo(Bytes.EMPTY);
    assertThat(bytes).isLessThan(Bytes.of((byte) -1)).hasToString("2 bytes, hash 3e2");
    assertThat(bytes.equals(null)).isFalse();
    assertThat(bytes.hashCode()).isEqualTo(Bytes.of((byte) 1, (byte) 2).hashCode());
  }

  @Test
  void stampsAreOrderedByIncarnationFirst() {
    assertThat(new Stamp(2, 0).isAfter(new Stamp(1, 9))).isTrue();
    assertThat(new Stamp(2, 1).isAfter(new Stamp(2, 1))).isFalse();
    assertThat(new Stamp(2, 1)).hasToString("2.1");
  }

  private static void refused(Runnable construction) {
    assertThatIllegalArgumentException().isThrownBy(construction::run);
  }
}
