package org.hyparview;

import java.util.List;
import java.util.stream.Stream;
import org.hyparview.golden.GoldenCorpusContract;
import org.hyparview.golden.GoldenFormat;
import org.hyparview.transport.stream.StreamFormats;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.WireFormats;

/** The golden corpus of the verticle. */
class GoldenCorpusTest extends GoldenCorpusContract {

  @Override
  protected List<GoldenFormat<?>> formats() {
    return Stream.of(WireFormats.all(), StreamFormats.all())
        .<GoldenFormat<?>>flatMap(List::stream)
        .toList();
  }

  @Override
  protected Object reason(Exception refusal) {
    return refusal instanceof DecodeException refused ? refused.reason() : refusal.getClass();
  }
}
