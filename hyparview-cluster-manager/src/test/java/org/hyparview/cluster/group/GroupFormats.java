package org.hyparview.cluster.group;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.hyparview.cluster.group.GroupMessage.LogPosition;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Raft;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.golden.GoldenFormat;
import org.hyparview.wire.DecodeException.Reason;

/** The golden formats of groups: messages about shared data, and descriptions of groups. */
public final class GroupFormats {

  private static final Endpoint A = new Endpoint("a", 1);

  /** Peers, settled, and the presence of an origin, all empty. */
  private static final int DESCRIPTION_FIELDS = Short.BYTES + 1 + 1;

  private GroupFormats() {}

  /** Returns all of them. */
  public static List<GoldenFormat<?>> all() {
    return List.of(messages(), descriptions());
  }

  private static GoldenFormat<GroupMessage> messages() {
    GroupCodec codec = new GroupCodec();
    List<StoreQuery> queries = List.of(new StoreQuery.Count("c"));
    return new GoldenFormat<GroupMessage>(
            "group-messages",
            message -> codec.encode(message).getBytes(),
            bytes -> codec.decode(Buffer.buffer(bytes)))
        .examples(GroupCodecTest.ALL.stream().filter(message -> !isRaftWithoutDigest(message)))
        .firstForm("Query-without-session", new Query("g", 2, queries, 0, 0), 2 * Long.BYTES)
        .firstForm("Query-without-after", new Query("g", 2, queries, 3, 0), Long.BYTES)
        .firstForm("LogPosition-without-voter", new LogPosition("g", A, 7, 8, true), 1)
        .firstForm("Raft-without-digest", new Raft("g", A, Bytes.of((byte) 1)), 0)
        .covers(GroupMessage.class)
        .kindAt(1, Reason.UNKNOWN_KIND)
        .refusesVersions(0, Reason.OUT_OF_RANGE)
        .skipsFurtherFields();
  }

  private static boolean isRaftWithoutDigest(GroupMessage message) {
    return message instanceof Raft raft && raft.checkpoint() == null;
  }

  private static GoldenFormat<GroupDescriptor> descriptions() {
    GroupCodec codec = new GroupCodec();
    GroupDescriptor founded = GroupDescriptor.founded("g", 0, 0, A);
    return new GoldenFormat<GroupDescriptor>(
            "group-descriptions",
            group -> codec.encode(group).toArray(),
            bytes -> codec.decodeDescriptor(Bytes.of(bytes)))
        .example("whole", GroupCodecTest.GROUP)
        .example("founded", founded)
        .firstForm("without-peers", founded, DESCRIPTION_FIELDS)
        .refusesVersions(0, Reason.OUT_OF_RANGE)
        .skipsFurtherFields();
  }
}
