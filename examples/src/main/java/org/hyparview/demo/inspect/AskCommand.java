package org.hyparview.demo.inspect;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.Answers;
import org.hyparview.HyParViewQuestions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that asks all nodes a question. */
@Command(
    name = "ask",
    header = "Asks all running nodes a question, and shows the answers.",
    description = {
      "",
      "The first contact that answers asks on behalf of this command. Each node's handler of the"
          + " topic answers; a node without one has no answer. Exit status 1 says that an answer"
          + " is missing or has failed.",
      ""
    },
    footer = {"", InspectCommand.EXIT_STATUS})
public final class AskCommand extends InspectCommand {

  private static final int MILLIS = 1_000;

  @Parameters(
      index = "0",
      paramLabel = "TOPIC",
      description = "The topic, for which the nodes have handlers.")
  private String topic = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "BODY",
      description = "The question: a JSON object if it begins with {, else a string; none for an"
          + " empty string.")
  private String body = "";

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description = "Ask only nodes whose tags match, such as zone=a,gpu,!spot.")
  private @Nullable String filter;

  @Option(
      names = "--fold",
      paramLabel = "FOLD",
      description = "How answers are combined on their way: collect, count, sum, min, max or top"
          + " (default: collect).")
  private @Nullable String fold;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "With top the number of results, with collect their most bytes.")
  private @Nullable Integer limit;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "The most seconds until the answers (default: 5).")
  private @Nullable Integer seconds;

  @Override
  int run(Vertx vertx) {
    JsonObject question = question();
    Answers answers = connect(vertx).ask(question).await();
    if (wantsJson()) {
      print(answers.toJson());
    } else {
      show(answers);
    }
    return answers.isComplete() ? FINE : PROBLEMS;
  }

  private JsonObject question() {
    JsonObject question =
        new JsonObject().put("topic", topic).put("body", body.startsWith("{") ? object() : body);
    put(question, HyParViewQuestions.FILTER, filter);
    put(question, HyParViewQuestions.FOLD, fold);
    put(question, HyParViewQuestions.LIMIT, limit);
    put(question, HyParViewQuestions.TIMEOUT, seconds == null ? null : seconds * (long) MILLIS);
    return question;
  }

  private JsonObject object() {
    try {
      return new JsonObject(body);
    } catch (DecodeException e) {
      throw new IllegalArgumentException("The question begins with { and is no JSON object", e);
    }
  }

  private static void put(JsonObject question, String key, @Nullable Object value) {
    if (value != null) {
      question.put(key, value);
    }
  }

  private void show(Answers answers) {
    JsonObject json = answers.toJson();
    List<Answers.NodeAnswer> entries =
        json.containsKey("ranked") ? answers.ranked() : answers.all();
    if (!entries.isEmpty()) {
      TextTable table = new TextTable("NODE", "ANSWER");
      entries.forEach(entry -> table.add(entry.node(), text(entry.<Object>body())));
      print(table.toString());
    }
    if (json.containsKey("sum")) {
      print("sum " + answers.sum());
    }
    print((answers.isComplete() ? "Complete: " : "Incomplete: ")
        + Texts.count(answers.answered(), "answer") + " of "
        + Texts.count(answers.nodes(), "node")
        + note(answers.failed(), " failed", answers.failures())
        + note(answers.omitted(), " omitted", List.of())
        + (answers.missing().isEmpty() ? "" : ", missing: " + String.join(" ", answers.missing())));
  }

  private static String note(long number, String what, List<String> ids) {
    return number == 0
        ? ""
        : ", " + number + what + (ids.isEmpty() ? "" : ": " + String.join(" ", ids));
  }

  private static String text(Object value) {
    if (value instanceof Buffer bytes) {
      return Texts.count(bytes.length(), "byte");
    }
    return value instanceof JsonObject object ? object.encode() : value.toString();
  }
}
