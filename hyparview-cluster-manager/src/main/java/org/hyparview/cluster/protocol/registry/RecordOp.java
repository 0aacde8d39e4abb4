package org.hyparview.cluster.protocol.registry;

import java.util.Objects;
import org.hyparview.cluster.protocol.data.Bytes;

/** One change of its own record by a node. Done twice, it is as done once. */
public sealed interface RecordOp {

  /** The longest address, in characters. */
  int MAX_ADDRESS_LENGTH = 8_192;

  /** The longest node info and metadata, in bytes. */
  int MAX_INFO_BYTES = 32_768;

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onSetNodeInfo(SetNodeInfo op);

    void onSetMetadata(SetMetadata op);

    void onAddRegistration(AddRegistration op);

    void onRemoveRegistration(RemoveRegistration op);
  }

  /** Where the node's event bus is, as its host writes it. At most {@link #MAX_INFO_BYTES}. */
  record SetNodeInfo(Bytes info) implements RecordOp {

    /** Checks the length. */
    public SetNodeInfo {
      checkInfo("A node info", info);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onSetNodeInfo(this);
    }
  }

  /** What else others may know of the node. At most {@link #MAX_INFO_BYTES}. */
  record SetMetadata(Bytes metadata) implements RecordOp {

    /** Checks the length. */
    public SetMetadata {
      checkInfo("Metadata", metadata);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onSetMetadata(this);
    }
  }

  /**
   * A handler of the node can be reached at an address.
   *
   * @param seq the owner's number for it, 0 or more, not in use
   * @param address at most {@link #MAX_ADDRESS_LENGTH} characters
   */
  record AddRegistration(long seq, String address) implements RecordOp {

    /** Checks both. */
    public AddRegistration {
      checkSeq(seq);
      Sizes.checkText("An address", Objects.requireNonNull(address, "address"));
      if (address.length() > MAX_ADDRESS_LENGTH) {
        throw new IllegalArgumentException("An address must have at most " + MAX_ADDRESS_LENGTH
            + " characters, but has " + address.length());
      }
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onAddRegistration(this);
    }
  }

  /** A handler is gone; nothing happens if there is none of that number. */
  record RemoveRegistration(long seq) implements RecordOp {

    /** Checks the number. */
    public RemoveRegistration {
      checkSeq(seq);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onRemoveRegistration(this);
    }
  }

  private static void checkSeq(long seq) {
    if (seq < 0) {
      throw new IllegalArgumentException("A seq must not be negative, but is " + seq);
    }
  }

  private static void checkInfo(String what, Bytes bytes) {
    if (bytes.length() > MAX_INFO_BYTES) {
      throw new IllegalArgumentException(
          what + " must have at most " + MAX_INFO_BYTES + " bytes, but has " + bytes.length());
    }
  }
}
