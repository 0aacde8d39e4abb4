package org.hyparview.benchmarks.paper;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/** The looks of all charts, and how they become SVG. */
final class Charts {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 480;

  /** Colors that also color-blind readers can tell apart (Okabe and Ito). */
  private static final Color[] COLORS = {
    new Color(0, 114, 178),
    new Color(213, 94, 0),
    new Color(0, 158, 115),
    new Color(204, 121, 167),
    new Color(230, 159, 0),
    new Color(86, 180, 233),
    new Color(90, 90, 90)
  };

  private static final BasicStroke LINE =
      new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke DASHES = new BasicStroke(
      1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {6f, 4f}, 0f);
  private static final int BAND_OPACITY = 50;

  /** Digits after the point of coordinates in pixels. */
  private static final int PRECISION = 2;

  private Charts() {}

  /** Lines over numbers. */
  static final class Lines {

    private final XYChart chart;
    private int color = -1;

    Lines(String title, String x, String y) {
      chart = new XYChartBuilder()
          .width(WIDTH)
          .height(HEIGHT)
          .title(title)
          .xAxisTitle(x)
          .yAxisTitle(y)
          .build();
      style(chart.getStyler());
      chart.getStyler().setYAxisMin(0.0);
    }

    XYChart chart() {
      return chart;
    }

    /** The means as a line, least and greatest as a band around it. */
    void band(String name, double[] x, List<Spread> y) {
      color++;
      double[] edgeX = new double[2 * x.length];
      double[] edgeY = new double[2 * x.length];
      for (int i = 0; i < x.length; i++) {
        edgeX[i] = x[i];
        edgeY[i] = y.get(i).max();
        edgeX[edgeX.length - 1 - i] = x[i];
        edgeY[edgeY.length - 1 - i] = y.get(i).min();
      }
      Color edge = color();
      Color fill = new Color(edge.getRed(), edge.getGreen(), edge.getBlue(), BAND_OPACITY);
      XYSeries band = chart.addSeries(name + ", least to greatest", edgeX, edgeY);
      band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
      band.setFillColor(fill);
      band.setLineColor(new Color(0, 0, 0, 0));
      band.setMarker(SeriesMarkers.NONE);
      band.setShowInLegend(false);
      add(name, x, y.stream().mapToDouble(Spread::mean).toArray(), LINE, SeriesMarkers.NONE);
    }

    /** Points that are not joined. */
    void markers(String name, double[] x, double[] y) {
      color++;
      markersInSameColor(name, x, y);
    }

    void markersInSameColor(String name, double[] x, double[] y) {
      add(name, x, y, null, SeriesMarkers.CIRCLE);
    }

    void dashed(String name, double[] x, double[] y) {
      color++;
      dashedInSameColor(name, x, y);
    }

    void dashedInSameColor(String name, double[] x, double[] y) {
      add(name, x, y, DASHES, SeriesMarkers.NONE);
    }

    private void add(
        String name, double[] x, double[] y, @Nullable BasicStroke line, Marker marker) {
      XYSeries series = chart.addSeries(name, x, y);
      series.setXYSeriesRenderStyle(
          line == null ? XYSeries.XYSeriesRenderStyle.Scatter : XYSeries.XYSeriesRenderStyle.Line);
      if (line != null) {
        series.setLineStyle(line);
      }
      series.setLineColor(color());
      series.setMarker(marker);
      series.setMarkerColor(color());
    }

    private Color color() {
      return COLORS[color % COLORS.length];
    }
  }

  /** Bars of ours beside the paper's, on a logarithmic axis. */
  static CategoryChart bars(
      String title, String x, String y, List<String> names, List<Double> ours, List<Double> paper) {
    CategoryChart chart = new CategoryChartBuilder()
        .width(WIDTH)
        .height(HEIGHT)
        .title(title)
        .xAxisTitle(x)
        .yAxisTitle(y)
        .build();
    style(chart.getStyler());
    chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(0.1);
    chart.addSeries("ours", names, ours).setFillColor(COLORS[0]);
    chart.addSeries("paper", names, paper).setFillColor(COLORS[1]);
    return chart;
  }

  private static void style(Styler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
  }

  /** Writes a chart as SVG. */
  static void write(Chart<?, ?> chart, Path file) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
    context.setPrecision(PRECISION);
    context.setComment(null);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.setSVGCanvasSize(new Dimension(chart.getWidth(), chart.getHeight()));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        graphics.stream(writer, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVGGraphics2D.SVG_NAMESPACE_URI, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("No XML documents in this Java", e);
    }
  }
}
