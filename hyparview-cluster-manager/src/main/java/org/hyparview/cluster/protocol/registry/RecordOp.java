package org.hyparview.cluster.protocol.registry;

import java.util.Objects;
import org.hyparview.cluster.protocol.data.Bytes;

/** An operation of a node on its own record. It is idempotent. */
public sealed interface RecordOp {

  /** The longest address, in characters. */
  int MAX_ADDRESS_LENGTH = 8_192;

  /** The longest node info and metadata, in bytes. */
  int MAX_INFO_BYTES = 32_768;

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /**
   * The handler of operations, with one method per kind, so that a forgotten kind doesn't compile.
   */
  interface Handler {
    void onSetNodeInfo(SetNodeInfo op);

    void onSetMetadata(SetMetadata op);

    void onAddRegistration(AddRegistration op);

    void onRemoveRegistration(RemoveRegistration op);
  }

  /**
   * Sets the location of the node's event bus, as its host encodes it. At most
   * {@link #MAX_INFO_BYTES}.
   */
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

  /** Sets further information of the node. At most {@link #MAX_INFO_BYTES}. */
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
   * Adds a handler of the node at an address.
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

  /** Removes a handler; does nothing if there is none of that number. */
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
