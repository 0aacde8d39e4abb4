package org.hyparview.demo;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hyparview.demo.broadcast.BroadcastCommand;
import org.hyparview.demo.cluster.ClusterCommand;
import org.hyparview.demo.cluster.DashboardDemoCommand;
import org.hyparview.demo.cluster.HaCommand;
import org.hyparview.demo.cluster.MemberCommand;
import org.hyparview.demo.cluster.SharedCommand;
import org.hyparview.demo.inspect.AskCommand;
import org.hyparview.demo.inspect.DashboardCommand;
import org.hyparview.demo.inspect.EventsCommand;
import org.hyparview.demo.inspect.MembersCommand;
import org.hyparview.demo.inspect.PingCommand;
import org.hyparview.demo.inspect.RunningOverlayCommand;
import org.hyparview.demo.inspect.StatusCommand;
import org.hyparview.demo.nodes.GroupCommand;
import org.hyparview.demo.overlay.HealCommand;
import org.hyparview.demo.simulate.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/** The entry point of the demo jar. */
@Command(
    name = "java -jar hyparview-demo.jar",
    header = "Looks at running clusters, and shows HyParView for Vert.x at work.",
    description = {
      "",
      "HyParView keeps a cluster together with a few links per node: each node knows a handful of"
          + " neighbors (its active view) and some candidates in reserve (its passive view)."
          + " When neighbors die, candidates take their place.",
      "",
      "Without a command, the demonstration heal is run.",
      ""
    },
    footer = {
      "",
      "java -jar hyparview-demo.jar COMMAND --help tells more of a command.",
      "Exit status: 0 success, 1 failure, 2 bad input, 3 if no node of a running cluster answers."
    },
    subcommands = {
      MembersCommand.class,
      RunningOverlayCommand.class,
      StatusCommand.class,
      EventsCommand.class,
      PingCommand.class,
      AskCommand.class,
      DashboardCommand.class,
      HealCommand.class,
      BroadcastCommand.class,
      SimulateCommand.class,
      ClusterCommand.class,
      HaCommand.class,
      SharedCommand.class,
      DashboardDemoCommand.class,
      NodeCommand.class,
      GroupCommand.class,
      MemberCommand.class
    },
    commandListHeading = "",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true,
    versionProvider = Demo.Version.class,
    scope = ScopeType.INHERIT,
    usageHelpAutoWidth = true)
public final class Demo {

  private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  Demo() {}

  /** Runs the command that the arguments name, and ends the process with its exit status. */
  public static void main(String[] args) {
    Charset charset = Charset.defaultCharset();
    System.exit(run(
        new PrintWriter(System.out, true, charset),
        new PrintWriter(System.err, true, charset),
        args));
  }

  /** Runs the command that the arguments name, and returns its exit status. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    ErrorLine errors = new ErrorLine();
    CommandLine commandLine = new CommandLine(new Demo())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
    commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new Groups());
    return commandLine.setOut(out).setErr(err).execute(withCommand(args));
  }

  private static String[] withCommand(String[] args) {
    boolean named = args.length > 0 && (!args[0].startsWith("-") || OWN_OPTIONS.contains(args[0]));
    return named ? args : Stream.concat(Stream.of("heal"), Stream.of(args)).toArray(String[]::new);
  }

  /** The list of commands in the help, in two groups. */
  private static final class Groups implements IHelpSectionRenderer {

    @Override
    public String render(Help help) {
      Map<String, Help> running = new LinkedHashMap<>();
      Map<String, Help> demonstrations = new LinkedHashMap<>();
      help.subcommands()
          .forEach((name, command) ->
              (isForRunningClusters(command) ? running : demonstrations).put(name, command));
      return "%nCommands for running clusters:%n%s%nDemonstrations:%n%s"
          .formatted(help.commandList(running), help.commandList(demonstrations));
    }

    private static boolean isForRunningClusters(Help command) {
      Class<?> type = command.commandSpec().userObject().getClass();
      return type.getPackage().equals(MembersCommand.class.getPackage());
    }
  }

  /** The version, as the jar's manifest has it. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Demo.class.getPackage().getImplementationVersion();
      return new String[] {
        "HyParView for Vert.x " + (version == null ? "(not packaged)" : version),
        "Java " + Runtime.version()
      };
    }
  }
}
