package org.hyparview.cluster.protocol.registry;

import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.protocol.peer.PeerId;

/** Upper bounds of the sizes of things in a message: never too low, and slightly too high. */
final class Sizes implements RecordOp.Handler {

  /** A kind, numbers and lengths: more than any small thing needs besides its strings and bytes. */
  private static final int FIXED = 32;

  private static final int ADDRESS = 255;

  private int bytes;

  private Sizes() {}

  /** Returns the size of a message without its lists. */
  static int frame(PeerId owner) {
    return 8 * FIXED + ADDRESS + text(owner.toString());
  }

  static int of(RecordOp op) {
    Sizes sizes = new Sizes();
    op.dispatch(sizes);
    return FIXED + sizes.bytes;
  }

  static int of(Entry entry) {
    Bytes value = entry.value();
    return of(entry.stamp()) + (value == null ? 0 : value.length());
  }

  static int of(EntryStamp stamp) {
    return FIXED + of(stamp.key()) + text(stamp.writer().toString());
  }

  static int of(EntryKey key) {
    return FIXED + text(key.map()) + key.key().length();
  }

  static int of(PeerId id) {
    return FIXED + text(id.toString());
  }

  /** Returns the bytes of a string in UTF-8, each half of a surrogate pair counted as three. */
  static int text(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    return bytes;
  }

  /**
   * Requires that UTF-8 can encode a string unchanged.
   *
   * @param what the name of the string in the message
   */
  static void checkText(String what, String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw new IllegalArgumentException(what + " must not hold half a surrogate pair");
      }
    }
  }

  @Override
  public void onSetNodeInfo(RecordOp.SetNodeInfo op) {
    bytes = op.info().length();
  }

  @Override
  public void onSetMetadata(RecordOp.SetMetadata op) {
    bytes = op.metadata().length();
  }

  @Override
  public void onAddRegistration(RecordOp.AddRegistration op) {
    bytes = text(op.address());
  }

  @Override
  public void onRemoveRegistration(RecordOp.RemoveRegistration op) {
    bytes = 0;
  }
}
