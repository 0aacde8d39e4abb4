package org.hyparview.cluster.wire;

/** The type numbers in the store's bytes. They never change their meaning. */
final class StoreNumbers {

  /** The first byte of all: the version of these forms. */
  static final int VERSION = 1;

  static final int REQUEST = 1;
  static final int OPEN_SESSION = 2;
  static final int EXPIRE_NODE = 3;

  static final int PUT = 1;
  static final int PUT_IF_ABSENT = 2;
  static final int REMOVE = 3;
  static final int REMOVE_IF_PRESENT = 4;
  static final int REPLACE = 5;
  static final int REPLACE_IF_PRESENT = 6;
  static final int CLEAR = 7;
  static final int ADD = 8;
  static final int COMPARE_AND_SET = 9;
  static final int ACQUIRE = 10;
  static final int CANCEL = 11;
  static final int RELEASE = 12;
  static final int SKIP = 13;

  static final int VALUE = 1;
  static final int AMOUNT = 2;
  static final int TRUTH = 3;
  static final int UNKNOWN_SESSION = 4;
  static final int GAP = 5;
  static final int FORGOTTEN = 6;
  static final int ENTRIES = 7;

  static final int GET = 1;
  static final int SIZE = 2;
  static final int READ = 3;
  static final int COUNT_OF = 4;
  static final int TOKEN = 5;

  static final int HEAD = 1;
  static final int MAP_ENTRY = 2;
  static final int COUNT = 3;
  static final int SESSION = 4;
  static final int KEPT_RESULT = 5;
  static final int CLAIM = 6;

  private StoreNumbers() {}
}
