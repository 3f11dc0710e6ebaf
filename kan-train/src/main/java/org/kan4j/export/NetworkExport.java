package org.kan4j.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kan4j.data.DataException;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;
import org.kan4j.network.Shape;

/** A network in another language, in the units of its data, behind comments that say what it gives and of which columns. */
public final class NetworkExport {
    private NetworkExport() {}

    /**
     * Writes the network of a model in a language.
     *
     * @param model whose network, not its formula
     * @param options the language and the name of the function
     * @return lines of comment and the source, with a line's end at the end
     * @throws DataException if the language takes formulas alone, or the network holds what cannot be written
     */
    public static String write(KanModel model, ExportOptions options) {
        String name = options.nameOr("Network");
        String source = switch (options.language()) {
            case PYTHON -> PythonNetwork.print(model, name);
            case C -> ScalarNetwork.print(model, new ScalarSyntax(false, name));
            case JAVA -> ScalarNetwork.print(model, new ScalarSyntax(true, name));
            case ONNX, SAFETENSORS -> throw ExportOptions.binary(options.language());
            case SQL -> SqlNetwork.print(model, options.dialectOrDefault()) + "\n";
            case EXCEL, R ->
                throw new DataException("export: a model that holds a formula required for --to excel and r, got one"
                        + " without; "
                        + (model.mixed() || model.classes().size() > 2
                                ? ""
                                : "kan formula MODEL TABLE.csv -o FILE reads one off its network, or ")
                        + "--to sql, python, c and java take networks");
        };
        List<String> gives = new ArrayList<>();
        gives.add("The network " + Shape.of(model.kan().network()) + " for " + names(model.outputNames()));
        if (options.language() == Language.SQL && model.classes().size() == 2) {
            gives.add("gives the probability of the class "
                    + Head.quoted(model.classes().get(1)));
        } else if (!model.classes().isEmpty()) {
            gives.add("gives the probabilities of the classes " + names(model.classes()));
        } else if (model.outputNames().size() > 1) {
            gives.add("gives all of these");
        }
        if (!model.response().equals(Response.MEAN)) {
            gives.add("gives what is called " + model.response().text());
        }
        return Head.of(options.language(), gives, Formula.symbolsFor(model.inputNames()), model.inputNames()) + source;
    }

    private static String names(List<String> names) {
        return names.stream().map(Head::quoted).collect(Collectors.joining(", "));
    }
}
