package org.kan4j.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.kan4j.kernel.CpuEngine;

/**
 * A model as one HTML page that loads nothing: its style and its script are inside, and a content security policy allows these two alone.
 * The script copies formulas, leads from the picture of the network to its edges, and computes what-if; everything else works without it. The same subject gives the same bytes.
 */
public final class Page {
    private Page() {}

    /**
     * {@return the page}
     *
     * @param subject what it is about
     */
    public static String html(Subject subject) {
        Markup page = new Markup();
        String style = Pictures.STYLE + resource("report.css");
        String script = resource("report.js");
        String title = "Report on " + subject.target();
        page.insert("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                        + "'; base-uri 'none'; form-action 'none'");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.leaf("title", title);
        page.open("style").insert(style).close().close();
        page.open("body").open("main").open("header").leaf("h1", title);
        page.leaf("p", kind(subject)).close();
        try (CpuEngine engine = new CpuEngine()) {
            sections(page, engine, subject);
        }
        page.close().open("script").insert(script).close().close().close();
        return page.toString();
    }

    private static String kind(Subject subject) {
        int in = subject.model().inputNames().size();
        String inputs = in == 1 ? "1 input" : in + " inputs";
        return (subject.classes()
                        ? "A Kolmogorov–Arnold network that tells "
                                + subject.model().classes().size() + " classes apart by " + inputs
                        : "A Kolmogorov–Arnold network that predicts numbers from " + inputs)
                + (subject.formula().isPresent() ? ", and a formula." : ". The model holds no formula.");
    }

    private static void sections(Markup page, CpuEngine engine, Subject subject) {
        Predictor predictor = Predictor.of(engine, subject);
        Importance importance = new Importance(engine, subject);
        subject.formula().ifPresent(formula -> {
            ModelSections.formula(page, formula);
            FormulaSections.whatIf(page, formula, subject);
        });
        subject.rows().filter(data -> !subject.classes()).ifPresent(data -> {
            RowSections rows = new RowSections(page, engine, predictor, subject, data);
            rows.errors();
            rows.charts();
        });
        subject.rows()
                .filter(data -> subject.classes())
                .ifPresent(data -> ClassSection.write(page, engine, predictor, subject, data));
        FormulaSections.front(page, subject.findings().front());
        ModelSections.network(page, importance, subject);
        EffectSection.write(page, predictor, importance, subject);
        subject.formula().ifPresent(formula -> FormulaSections.constants(page, formula, subject.findings()));
        FormulaSections.rivals(page, subject.findings());
        if (!subject.notes().isEmpty()) {
            page.open("section").leaf("h2", "Notes").open("ul");
            subject.notes().forEach(note -> page.leaf("li", note));
            page.close().close();
        }
        facts(page, "Model", subject.card());
        facts(page, "Make this page again", subject.origin());
    }

    private static void facts(Markup page, String title, List<Subject.Fact> facts) {
        if (!facts.isEmpty()) {
            page.open("section").leaf("h2", title).open("dl");
            facts.forEach(fact -> page.leaf("dt", fact.name()).leaf("dd", fact.value()));
            page.close().close();
        }
    }

    /** A table; the first cell of a line names it. */
    static void table(Markup page, String caption, List<String> header, List<List<String>> lines) {
        scrolling(page, caption);
        page.open("table").leaf("caption", caption).open("thead").open("tr");
        header.forEach(name -> page.leaf("th", name, "scope", "col"));
        page.close().close().open("tbody");
        for (List<String> line : lines) {
            page.open("tr").leaf("th", line.get(0), "scope", "row");
            line.subList(1, line.size()).forEach(cell -> page.leaf("td", cell));
            page.close();
        }
        page.close().close().close();
    }

    /** Begins a part that scrolls sideways where it is wider than the page. */
    static void scrolling(Markup page, String name) {
        page.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", name);
    }

    static void figure(Markup page, String caption, Chart chart) {
        page.open("figure").insert(chart.svg()).leaf("figcaption", caption).close();
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The hash by which a policy knows a style or a script. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
