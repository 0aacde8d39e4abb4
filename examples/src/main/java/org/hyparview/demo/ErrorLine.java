package org.hyparview.demo;

import io.vertx.core.VertxException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The handler that reports a failure in one line on stderr: bad input, which is an
 * {@link IllegalArgumentException} where the parser doesn't find it, or a failure of the
 * environment, which is a {@link VertxException} or an {@link UncheckedIOException}. Anything else
 * is a bug and keeps its stack trace.
 */
final class ErrorLine implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    return badInput(failure.getCommandLine(), failure);
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult result)
      throws Exception {
    if (failure instanceof IllegalArgumentException) {
      return badInput(command, failure);
    }
    if (failure instanceof VertxException || failure instanceof UncheckedIOException) {
      command.getErr().println(failure.getMessage());
      return ExitCode.SOFTWARE;
    }
    throw failure;
  }

  private static int badInput(CommandLine command, Exception failure) {
    command.getErr().println(failure.getMessage() + " (see --help)");
    return ExitCode.USAGE;
  }
}
