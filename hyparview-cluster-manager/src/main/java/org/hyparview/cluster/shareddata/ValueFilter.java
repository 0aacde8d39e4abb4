package org.hyparview.cluster.shareddata;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The filter of the classes that keys and values of shared data may have. It asks the JVM-wide
 * filter first ({@code jdk.serialFilter}), then the user's ones, and then the default one, which
 * refuses classes that are known to run code or to open connections when they are deserialized, and
 * allows all others. Whatever any of them says, no array may be much longer than the bytes it is
 * read from. Immutable.
 */
final class ValueFilter {

  /** The greatest nesting of objects: a thread's stack bears it. */
  private static final int MAX_DEPTH = 400;

  /** The elements of an array that a byte may stand for: sparse hash tables have the most. */
  private static final long ELEMENTS_PER_BYTE = 16;

  private final List<ObjectInputFilter> inOrder = new ArrayList<>();

  /** Creates a filter that asks those that are not null, in this order, before the default one. */
  ValueFilter(@Nullable ObjectInputFilter... first) {
    for (ObjectInputFilter filter : first) {
      if (filter != null) {
        inOrder.add(filter);
      }
    }
  }

  /**
   * Throws if objects of the class can't be shared.
   *
   * @throws IllegalArgumentException naming the class, and how to allow it
   */
  void check(Class<?> type) {
    if (ask(new OfClass(type)) == Status.REJECTED) {
      throw new IllegalArgumentException("The class " + type.getName()
          + " is refused by the filter of shared data; see serialFilter in the options");
    }
  }

  /**
   * Returns a filter for one stream.
   *
   * @param bytes the length of the stream
   */
  ObjectInputFilter forStream(int bytes) {
    return info -> {
      if (info.depth() > MAX_DEPTH
          || info.arrayLength() > ELEMENTS_PER_BYTE * bytes
          || ask(info) == Status.REJECTED) {
        return Status.REJECTED;
      }
      return Status.ALLOWED;
    };
  }

  private Status ask(FilterInfo info) {
    ObjectInputFilter ofJvm = ObjectInputFilter.Config.getSerialFilter();
    if (ofJvm != null && ofJvm.checkInput(info) == Status.REJECTED) {
      return Status.REJECTED;
    }
    for (ObjectInputFilter filter : inOrder) {
      Status status = filter.checkInput(info);
      if (status != Status.UNDECIDED) {
        return status;
      }
    }
    return byDefault(info);
  }

  private static Status byDefault(FilterInfo info) {
    Class<?> type = info.serialClass();
    return type != null && Proxy.isProxyClass(type)
        ? Status.REJECTED
        : Default.FILTER.checkInput(info);
  }

  /**
   * The default filter, made when the first class is asked for: the JDK loads a logger for it,
   * which the start of a process need not wait for.
   */
  private static final class Default {

    /** The JDK's and well-known libraries' classes by which deserialization has been attacked. */
    private static final ObjectInputFilter FILTER =
        ObjectInputFilter.Config.createFilter(String.join(
            ";",
            "!java.lang.invoke.SerializedLambda;!java.lang.reflect.**;!java.rmi.**;!java.awt.**",
            "!java.beans.**;!javax.management.**;!javax.naming.**;!javax.script.**;!javax.swing.**",
            "!javax.sql.rowset.**;!javax.xml.**;!sun.**;!com.sun.**;!jdk.**",
            "!bsh.**;!clojure.**;!com.alibaba.fastjson.**;!com.alibaba.fastjson2.**",
            "!com.caucho.**;!com.fasterxml.jackson.databind.node.POJONode",
            "!com.mchange.**;!com.rometools.**;!com.vaadin.**;!groovy.**",
            "!net.bytebuddy.**;!net.sf.json.**;!org.apache.bcel.**",
            "!org.apache.click.**;!org.apache.commons.beanutils.**",
            "!org.apache.commons.beanutils2.**;!org.apache.commons.collections.functors.**",
            "!org.apache.commons.collections4.functors.**;!org.apache.commons.fileupload.**",
            "!org.apache.wicket.util.upload.**;!org.apache.xalan.**;!org.aspectj.**",
            "!org.codehaus.groovy.**;!org.hibernate.**;!org.jboss.interceptor.**",
            "!org.jboss.weld.**;!org.mozilla.javascript.**;!org.python.**",
            "!org.springframework.aop.**;!org.springframework.beans.factory.**",
            "!org.springframework.core.SerializableTypeWrapper**"));
  }

  /** A class that is asked for by itself. */
  private record OfClass(Class<?> serialClass) implements FilterInfo {

    @Override
    public long arrayLength() {
      return -1;
    }

    @Override
    public long depth() {
      return 1;
    }

    @Override
    public long references() {
      return 1;
    }

    @Override
    public long streamBytes() {
      return 0;
    }
  }
}
