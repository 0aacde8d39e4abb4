package org.hyparview.demo.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.hyparview.demo.simulate.SimulationReport.Look;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/**
 * The plot of the results of simulations: above, the reliability of each message; below, the
 * degrees of the nodes. It needs no display.
 */
final class SimulationPlot {

  private static final int WIDTH = 900;
  private static final int UPPER = 440;
  private static final int LOWER = 380;

  /** Pixels of a picture in PNG for each unit, so that it is sharp on any screen. */
  private static final int SCALE = 2;

  private static final Color BLUE = new Color(0x1f5fa8);
  private static final Color LIGHT_BLUE = new Color(0x9dc3e6);
  private static final Color ORANGE = new Color(0xd9730d);
  private static final Color GREY = new Color(0x7f7f7f);
  private static final BasicStroke LINE = new BasicStroke(2);
  private static final BasicStroke THIN = new BasicStroke(1);
  private static final BasicStroke DASHES =
      new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0);

  private final Path file;

  private SimulationPlot(Path file) {
    this.file = file;
  }

  /**
   * A picture that is not drawn yet.
   *
   * @throws IllegalArgumentException if the file's name doesn't tell a known kind, or its directory
   *     doesn't exist
   */
  static SimulationPlot to(Path file) {
    if (!isSvg(file) && !file.toString().endsWith(".png")) {
      throw new IllegalArgumentException(
          "--plot must name an .svg or a .png file, but is \"" + file + "\"");
    }
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IllegalArgumentException("--plot " + file + " is in no directory that exists");
    }
    return new SimulationPlot(file);
  }

  private static boolean isSvg(Path file) {
    return file.toString().endsWith(".svg");
  }

  /**
   * Draws.
   *
   * @throws UncheckedIOException if the file can't be written
   */
  void draw(List<SimulationReport> reports) {
    System.setProperty("java.awt.headless", "true");
    Chart<?, ?> upper = messages(reports);
    Chart<?, ?> lower = degrees(reports);
    try {
      if (isSvg(file)) {
        writeSvg(upper, lower);
      } else {
        writePng(upper, lower);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private void writeSvg(Chart<?, ?> upper, Chart<?, ?> lower) throws IOException {
    SVGGraphics2D svg = new SVGGraphics2D(emptySvg());
    svg.setSVGCanvasSize(new Dimension(WIDTH, UPPER + LOWER));
    paint(svg, upper, lower);
    try (Writer out = Files.newBufferedWriter(file, UTF_8)) {
      svg.stream(out, true);
    }
  }

  private static Document emptySvg() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("This Java can't make XML documents", e);
    }
  }

  private void writePng(Chart<?, ?> upper, Chart<?, ?> lower) throws IOException {
    BufferedImage image =
        new BufferedImage(SCALE * WIDTH, SCALE * (UPPER + LOWER), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    paint(graphics, upper, lower);
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private static void paint(Graphics2D graphics, Chart<?, ?> upper, Chart<?, ?> lower) {
    AffineTransform origin = graphics.getTransform();
    upper.paint(graphics, WIDTH, UPPER);
    graphics.setTransform(origin);
    graphics.setClip(null);
    graphics.translate(0, UPPER);
    lower.paint(graphics, WIDTH, LOWER);
  }

  // Messages

  private static XYChart messages(List<SimulationReport> reports) {
    SimulationPlan plan = reports.get(0).plan();
    XYChart chart = new XYChartBuilder()
        .width(WIDTH)
        .height(UPPER)
        .title(title(plan, reports.size()))
        .xAxisTitle("seconds since the failure")
        .yAxisTitle("reached of the living nodes, %")
        .build();
    style(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
    double[] times = reports.get(0).messages().stream()
        .mapToDouble(message -> message.at() / 1_000.0)
        .toArray();
    if (reports.size() > 1) {
      line(chart, "best and worst run", times, perMessage(reports, 1), LIGHT_BLUE, THIN);
      line(chart, "worst", times, perMessage(reports, -1), LIGHT_BLUE, THIN).setShowInLegend(false);
    } else {
      line(chart, "the largest component", times, largest(reports.get(0)), ORANGE, LINE);
    }
    String name = reports.size() > 1 ? "a message, mean of all runs" : "a message";
    XYSeries reached = line(chart, name, times, perMessage(reports, 0), BLUE, LINE);
    if (reports.size() == 1) {
      reached.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      reached.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(BLUE);
    }
    limit(chart, plan, times);
    return chart;
  }

  private static String title(SimulationPlan plan, int runs) {
    return String.format(
        Locale.ROOT,
        "%,d nodes, %.0f %% fail at once (views of %d and %d, %s)",
        plan.nodes(),
        100 * plan.fail(),
        plan.config().activeViewSize(),
        plan.config().passiveViewSize(),
        runs > 1 ? runs + " runs" : "seed " + plan.seed());
  }

  private static void limit(XYChart chart, SimulationPlan plan, double[] times) {
    Double limit = SimulationSummary.percolationLimit(plan);
    if (limit != null) {
      double[] level = new double[times.length];
      Arrays.fill(level, 100 * limit);
      String name = "a random graph, without repair";
      line(chart, name, times, level, GREY, DASHES);
    }
  }

  private static double[] largest(SimulationReport report) {
    return report.messages().stream()
        .mapToDouble(message -> 100 * message.largestShare())
        .toArray();
  }

  /** Over all runs, the reliability of each message: the worst (-1), the mean (0), the best (1). */
  private static double[] perMessage(List<SimulationReport> reports, int which) {
    return IntStream.range(0, reports.get(0).messages().size())
        .mapToDouble(i -> {
          var all = reports.stream()
              .mapToDouble(report -> 100 * report.messages().get(i).reliability())
              .summaryStatistics();
          if (which == 0) {
            return all.getAverage();
          }
          return which < 0 ? all.getMin() : all.getMax();
        })
        .toArray();
  }

  private static XYSeries line(
      XYChart chart, String name, double[] x, double[] y, Color color, BasicStroke stroke) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(stroke);
    return series;
  }

  // Degrees

  private static CategoryChart degrees(List<SimulationReport> reports) {
    CategoryChart chart = new CategoryChartBuilder()
        .width(WIDTH)
        .height(LOWER)
        .title("Neighbors of a node")
        .xAxisTitle("living neighbors")
        .yAxisTitle("nodes, %")
        .build();
    style(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
    chart.getStyler().setAvailableSpaceFill(0.8);
    bars(chart, "before the failure", reports, SimulationReport::before, GREY);
    bars(chart, "just after it", reports, SimulationReport::hit, ORANGE);
    bars(chart, "at the end", reports, SimulationReport::after, BLUE);
    return chart;
  }

  private static void bars(
      CategoryChart chart,
      String name,
      List<SimulationReport> reports,
      Function<SimulationReport, Look> look,
      Color color) {
    int most = reports.get(0).plan().config().activeViewSize();
    List<Integer> degrees = IntStream.rangeClosed(0, most).boxed().toList();
    ToDoubleFunction<Integer> share = degree -> reports.stream()
        .map(look)
        .mapToDouble(one -> 100 * one.share(degree))
        .average()
        .orElse(0);
    chart
        .addSeries(name, degrees, degrees.stream().map(share::applyAsDouble).toList())
        .setFillColor(color);
  }

  // Looks

  private static void style(AxesChartStyler styler) {
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartPadding(16);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(text.deriveFont(Font.BOLD, 16));
    styler.setAxisTitleFont(text);
    styler.setAxisTickLabelsFont(text);
    styler.setAxisTickPadding(8);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesColor(new Color(0xe4e4e4));
    styler.setLegendFont(text);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setMarkerSize(5);
  }
}
