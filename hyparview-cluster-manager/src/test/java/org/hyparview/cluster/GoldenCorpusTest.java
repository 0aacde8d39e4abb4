package org.hyparview.cluster;

import java.util.List;
import java.util.stream.Stream;
import org.hyparview.cluster.discovery.DatagramFormats;
import org.hyparview.cluster.group.GroupFormats;
import org.hyparview.cluster.internal.NodeInfoFormats;
import org.hyparview.cluster.raft.RaftFormats;
import org.hyparview.cluster.shareddata.DataFormats;
import org.hyparview.cluster.wire.WireFormats;
import org.hyparview.golden.GoldenCorpusContract;
import org.hyparview.golden.GoldenFormat;
import org.hyparview.wire.DecodeException;

/** The golden corpus of the cluster manager. */
class GoldenCorpusTest extends GoldenCorpusContract {

  @Override
  protected List<GoldenFormat<?>> formats() {
    return Stream.of(
            WireFormats.all(),
            GroupFormats.all(),
            RaftFormats.all(),
            DataFormats.all(),
            DatagramFormats.all(),
            NodeInfoFormats.all())
        .<GoldenFormat<?>>flatMap(List::stream)
        .toList();
  }

  @Override
  protected Object reason(Exception refusal) {
    return refusal instanceof DecodeException refused ? refused.reason() : refusal.getClass();
  }
}
