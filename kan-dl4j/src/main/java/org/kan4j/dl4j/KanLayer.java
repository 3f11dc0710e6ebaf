package org.kan4j.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.basis.BasisSettings;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.annotation.JsonSetter;

/**
 * A Kolmogorov–Arnold layer (arXiv:2404.19756) for {@code MultiLayerNetwork} and {@code ComputationGraph}: output j is
 * Σ_i φ_ij(x_i) with φ(x) = w·b(x) + Σ_m c_m·B_m(x), whose w and c_m are trained; the last outputs may be products of such sums
 * (arXiv:2408.10205). It stands wherever a {@code DenseLayer} may, on its input types and preprocessors; a network that ends
 * with it needs a {@code LossLayer} behind.
 *
 * <pre>{@code
 * .layer(new KanLayer.Builder().nIn(2).nOut(5).intervals(5).order(3).build())
 * .layer(new KanLayer.Builder().nIn(5).nOut(1).build())
 * .layer(new LossLayer.Builder(LossFunctions.LossFunction.MSE).activation(Activation.IDENTITY).build())
 * }</pre>
 *
 * <p>Parameters are {@value #COEFFICIENTS}, the c_m, of shape [nIn · functions, columns], input by input, and {@value #BASE}, the w,
 * of shape [nIn, columns] (none where the base activation is {@code ZERO}). Columns are the sum nodes and then the arguments of
 * the product nodes. Both count as weights: weight regularisation and constraints act on them, bias settings have nothing to act
 * on. {@code weightInit} is that of {@value #BASE}; the c_m begin as normal numbers ({@link Builder#coefficientScale}). No activation
 * function follows unless one is set on this very layer.
 *
 * <p>Grids are part of the configuration: {@link KanGrids} changes them there when it lays them over data, so networks must not
 * share a configuration object that is still to be trained ({@code conf.clone()} makes another). They are in its JSON, and so in saved models.
 */
public final class KanLayer extends FeedForwardLayer {
    /** Key of the coefficients of the basis functions. */
    public static final String COEFFICIENTS = "C";

    /** Key of the weights of the base activation. */
    public static final String BASE = "W";

    private static final long serialVersionUID = 1L;

    /** Name of the family in {@link BasisRegistry}. */
    @JsonProperty
    private String basis = BSpline.STANDARD.family();

    /** Intervals of the grid, or whatever else counts the functions of the family. */
    @JsonProperty
    private int intervals;

    /** Degree of B-splines. */
    @JsonProperty
    private int order;

    /** What happens outside the grid. */
    @JsonProperty
    private Extrapolation extrapolation = Extrapolation.LINEAR;

    /** Base activation of every edge. */
    @JsonProperty
    private BaseActivation base = BaseActivation.SILU;

    /** Lower end of the grids until they follow data. */
    @JsonProperty
    private double lower;

    /** Upper end of the grids until they follow data. */
    @JsonProperty
    private double upper;

    /** Deviation of the first coefficients, times √nIn. */
    @JsonProperty
    private double coefficientScale;

    /** Arguments of each product node. */
    @JsonProperty
    private int[] products = {};

    /** Edges that are always zero: input · columns + column, increasing. */
    @JsonProperty
    private int[] masked = {};

    /** [nIn][] breakpoints of each input's grid; null where all are uniform from lower to upper. Never changed in place. */
    @JsonProperty
    private double @Nullable [] @Nullable [] grids;

    /** Updater of the base weights; null for that of the layer. */
    @JsonProperty
    private @Nullable IUpdater baseUpdater;

    /** Regularisation of the base weights; null for that of the layer. */
    @JsonProperty
    @SuppressWarnings("serial") // as the superclass keeps its own
    private @Nullable List<Regularization> baseRegularization;

    /** For reading JSON. */
    KanLayer() {}

    private KanLayer(Builder builder) {
        super(builder);
        if (activationFn == null) {
            // Otherwise the network's default, which is sigmoid.
            activationFn = new ActivationIdentity();
        }
        basis = builder.basis;
        intervals = builder.intervals;
        order = builder.order;
        extrapolation = builder.extrapolation;
        base = builder.base;
        lower = builder.lower;
        upper = builder.upper;
        coefficientScale = builder.coefficientScale;
        products = builder.products;
        baseUpdater = builder.baseUpdater;
        baseRegularization = builder.baseRegularization;
        initializeConstraints(builder);
    }

    /**
     * {@return the layer in kan-core's terms}
     *
     * @throws IllegalArgumentException if the settings make no layer
     */
    public Layer structure() {
        if (products.length > nOut) {
            throw new IllegalArgumentException(
                    "products: at most nOut = " + nOut + " required, got " + products.length);
        }
        int sums = (int) nOut - products.length;
        List<Basis> bases = new ArrayList<>();
        double[][] breakpoints = grids;
        if (breakpoints == null) {
            bases.addAll(Collections.nCopies((int) nIn, basisOn(Grid.uniform(lower, upper, intervals))));
        } else {
            for (double[] t : breakpoints) {
                bases.add(basisOn(Grid.of(t)));
            }
        }
        int columns = sums + Arrays.stream(products).sum();
        Edge[] edges = new Edge[Math.multiplyExact((int) nIn, columns)];
        Arrays.fill(edges, Edge.NUMERIC);
        for (int e : masked) {
            edges[e] = Edge.MASKED;
        }
        return new Layer(bases, Collections.nCopies((int) nIn, base), sums, products, Arrays.asList(edges));
    }

    private Basis basisOn(Grid grid) {
        Basis standard = BasisRegistry.named(basis);
        BasisSettings settings = standard.settings();
        for (String name : settings.values().keySet()) {
            settings = settings.with(name, value(standard, name));
        }
        return standard.with(grid, settings);
    }

    /** What this layer's settings say of one of a basis. */
    private Object value(Basis family, String name) {
        if (family.settings().counted().equals(Optional.of(name))) {
            return intervals;
        }
        return switch (name) {
            case BSpline.ORDER -> order;
            case BasisSettings.EXTRAPOLATION -> extrapolation;
            default ->
                throw new IllegalArgumentException("KanLayer: a basis of intervals, " + BSpline.ORDER + " and "
                        + BasisSettings.EXTRAPOLATION + " required, got " + family.family() + " with " + name);
        };
    }

    /** Old configurations have the name in capitals, with underscores. */
    @JsonSetter("basis")
    void readBasis(String name) {
        basis = name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Takes over grids, edges and numbers of nodes.
     *
     * @param layer all of whose edges are numeric or masked, and whose bases and base activations differ in their grids alone
     * @throws IllegalArgumentException if it is another
     */
    void setStructure(Layer layer) {
        if (layer.anyGaps() || !layer.bases().stream().allMatch(Basis::ordered)) {
            throw new IllegalArgumentException(
                    "KanLayer: inputs that are quantities without gaps required, got categories or gaps");
        }
        Basis first = layer.basis(0);
        for (int i = 1; i < layer.in(); i++) {
            if (!layer.basis(i).withGrid(first.grid()).equals(first)
                    || layer.basis(i).size() != first.size()
                    || layer.activation(i) != layer.activation(0)) {
                throw new IllegalArgumentException(
                        "KanLayer: one basis and base activation for all inputs required, got "
                                + first + " with " + layer.activation(0) + " and " + layer.basis(i) + " with "
                                + layer.activation(i) + " at input " + i);
            }
        }
        int[] zero = new int[layer.edges().size()];
        int count = 0;
        for (int e = 0; e < zero.length; e++) {
            Edge edge = layer.edges().get(e);
            if (edge instanceof Edge.Symbolic symbolic) {
                throw new IllegalArgumentException("KanLayer: numeric or masked edges required, got the symbolic edge "
                        + symbolic.function().name() + " from input " + e / layer.columns() + " to column "
                        + e % layer.columns() + "; convert the network it was read from");
            }
            if (edge instanceof Edge.Masked) {
                zero[count++] = e;
            }
        }
        basis = first.family();
        intervals = first.count();
        first.settings().values().forEach((name, value) -> {
            if (name.equals(BSpline.ORDER)) {
                order = first.settings().integer(name);
            } else if (name.equals(BasisSettings.EXTRAPOLATION)) {
                extrapolation = first.settings().extrapolation();
            }
        });
        if (!basisOn(first.grid()).equals(first)) {
            throw new IllegalArgumentException("KanLayer: a basis of its family's settings required, got " + first);
        }
        lower = first.grid().lo();
        upper = first.grid().hi();
        base = layer.activation(0);
        products = layer.arities();
        masked = Arrays.copyOf(zero, count);
        nIn = layer.in();
        nOut = layer.out();
        grids = layer.bases().stream().map(b -> b.grid().breakpoints()).toArray(double[][]::new);
    }

    /** A layer configuration of the given structure, and defaults otherwise. */
    static KanLayer of(Layer layer) {
        KanLayer result = new Builder().build();
        result.setStructure(layer);
        return result;
    }

    double coefficientScale() {
        return coefficientScale;
    }

    /** Parameter rows of {@value #COEFFICIENTS}; as if an input had one where the settings make no basis, which instantiation refuses. */
    long coefficientRows() {
        try {
            return nIn * basisOn(Grid.uniform(-1, 1, intervals)).size();
        } catch (IllegalArgumentException e) {
            return nIn;
        }
    }

    /** Columns of the parameters. */
    long columns() {
        return nOut - products.length + Arrays.stream(products).asLongStream().sum();
    }

    boolean hasBase() {
        return base != BaseActivation.ZERO;
    }

    /** The structure, with a message that tells which layer it is about. */
    private Layer checkedStructure(int index) {
        LayerValidation.assertNInNOutSet("KanLayer", layerName, index, nIn, nOut);
        try {
            return structure();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DL4JInvalidConfigException(
                    "Invalid KanLayer with nIn=" + nIn + ", nOut=" + nOut + ": " + e.getMessage() + " (layer name: "
                            + (layerName == null ? "\"\"" : layerName) + ", layer index: " + index + ")",
                    e);
        }
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        KanLayerRuntime layer = new KanLayerRuntime(conf, networkDataType, checkedStructure(layerIndex));
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(layerParamsView);
        layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return KanParamInitializer.INSTANCE;
    }

    @Override
    public void setNIn(long changed) {
        // From 0 where the layer is being read.
        if (changed != nIn && nIn > 0) {
            grids = null;
            masked = new int[0];
        }
        super.setNIn(changed);
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        long before = nIn;
        super.setNIn(inputType, override);
        long now = nIn;
        nIn = before;
        setNIn(now);
    }

    @Override
    public void setNOut(long changed) {
        if (changed != nOut && nOut > 0) {
            masked = new int[0];
        }
        super.setNOut(changed);
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        return baseUpdater != null && paramName.equals(BASE) ? baseUpdater : iUpdater;
    }

    @Override
    public List<Regularization> getRegularizationByParam(String paramName) {
        return baseRegularization != null && paramName.equals(BASE) ? baseRegularization : regularization;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        InputType outputType = getOutputType(-1, inputType);
        long parameters = initializer().numParams(this);
        long dropped = iDropout == null ? 0 : inputType.arrayElementsPerExample();
        // The kernels work on copies of parameters and gradients, and on their reordered copies.
        return new LayerMemoryReport.Builder(layerName, KanLayer.class, inputType, outputType)
                .standardMemory(parameters, iUpdater.stateSize(parameters))
                .workingMemory(
                        3 * parameters,
                        inputType.arrayElementsPerExample() + outputType.arrayElementsPerExample(),
                        3 * parameters,
                        dropped + 2 * inputType.arrayElementsPerExample() + 2 * outputType.arrayElementsPerExample())
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KanLayer that
                && super.equals(other)
                && settings().equals(that.settings())
                && Arrays.equals(products, that.products)
                && Arrays.equals(masked, that.masked)
                && Arrays.deepEquals(grids, that.grids);
    }

    private List<@Nullable Object> settings() {
        return Arrays.asList(
                basis,
                intervals,
                order,
                extrapolation,
                base,
                lower,
                upper,
                coefficientScale,
                baseUpdater,
                baseRegularization);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + settings().hashCode();
    }

    @Override
    public String toString() {
        return "KanLayer(super=" + super.toString() + ", basis=" + basis + ", intervals=" + intervals + ", order="
                + order
                + ", extrapolation=" + extrapolation + ", base=" + base + ", range=[" + lower + ", " + upper
                + "], products=" + Arrays.toString(products) + ", masked=" + masked.length + " edges)";
    }

    /** Settings of a {@link KanLayer}; those of {@code DenseLayer} that concern weights, updaters and dropout are there too. */
    @SuppressWarnings("unchecked") // build() of the superclass returns any layer that is asked for
    public static final class Builder extends FeedForwardLayer.Builder<Builder> {
        private String basis = BSpline.STANDARD.family();
        private int intervals = 5;
        private int order = 3;
        private Extrapolation extrapolation = Extrapolation.LINEAR;
        private BaseActivation base = BaseActivation.SILU;
        private double lower = -2;
        private double upper = 2;
        private double coefficientScale = 0.3;
        private int[] products = {};
        private @Nullable IUpdater baseUpdater;
        private @Nullable List<Regularization> baseRegularization;

        /** The settings that a layer has where nothing else is said. */
        public Builder() {}

        /**
         * Family of the basis functions; B-splines by default.
         *
         * @param family its name in {@link BasisRegistry}, such as {@code chebyshev}
         * @return this builder
         * @throws IllegalArgumentException if there is none of that name
         */
        public Builder basis(String family) {
            this.basis = BasisRegistry.named(family).family();
            return this;
        }

        /**
         * Number of intervals, or the degree of polynomials, or the harmonics of a Fourier series: ≥ 1; 5 by default.
         *
         * @param number ≥ 1
         * @return this builder
         */
        public Builder intervals(int number) {
            this.intervals = number;
            return this;
        }

        /**
         * Degree of B-splines, 1 … 5; 3 by default. Other families have none.
         *
         * @param degree 1 … 5
         * @return this builder
         */
        public Builder order(int degree) {
            this.order = degree;
            return this;
        }

        /**
         * What B-splines and polynomials do outside of the grid; they go on linearly by default. Other families have no choice.
         *
         * @param policy what they do
         * @return this builder
         */
        public Builder extrapolation(Extrapolation policy) {
            this.extrapolation = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * The fixed function b of every edge; SiLU by default.
         *
         * @param activation b
         * @return this builder
         */
        public Builder baseActivation(BaseActivation activation) {
            this.base = Objects.requireNonNull(activation, "activation");
            return this;
        }

        /**
         * Where the grids begin and end until {@link KanGrids} lays them over data; from −2 to 2 by default, which suits
         * standardised inputs.
         *
         * @param lo lower end
         * @param hi upper end, lo &lt; hi
         * @return this builder
         */
        public Builder gridRange(double lo, double hi) {
            this.lower = lo;
            this.upper = hi;
            return this;
        }

        /**
         * Coefficients begin as normal numbers of this deviation, by √nIn; 0.3 by default.
         *
         * @param deviation times √nIn
         * @return this builder
         */
        public Builder coefficientScale(double deviation) {
            this.coefficientScale = deviation;
            return this;
        }

        /**
         * Makes the last nodes products of sums of edges.
         *
         * @param arguments number of arguments of each product node, ≥ 2; at most nOut of them; copied
         * @return this builder
         */
        public Builder products(int... arguments) {
            this.products = arguments.clone();
            return this;
        }

        /**
         * Updater of the base weights alone; that of the layer by default.
         *
         * @param updater of the base weights
         * @return this builder
         */
        public Builder baseUpdater(IUpdater updater) {
            this.baseUpdater = updater;
            return this;
        }

        /**
         * Regularisation of the base weights alone; that of the layer by default.
         *
         * @param terms of the base weights
         * @return this builder
         */
        public Builder baseRegularization(List<Regularization> terms) {
            this.baseRegularization = List.copyOf(terms);
            return this;
        }

        @Override
        public KanLayer build() {
            return new KanLayer(this);
        }
    }
}
