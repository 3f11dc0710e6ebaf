import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.DataType;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Expression.Literal;
import org.apache.spark.connect.proto.MlCommand;
import org.apache.spark.connect.proto.MlOperator;
import org.apache.spark.connect.proto.MlParams;
import org.apache.spark.connect.proto.MlRelation;
import org.apache.spark.connect.proto.ObjectRef;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.RelationCommon;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.Dataset;
import org.apache.spark.sql.connect.SparkSession;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * A client of Spark Connect, with nothing of kan4j on its class path: scores by the text of an export, has formulas of groups found, fits and
 * transforms. The client for Java has no estimators, so that these are asked for by the messages that the one for Python sends.
 */
public final class ConnectClient {
    /** The address of the server, the folder of the tables, and the files of exports to Spark SQL. */
    public static void main(String[] arguments) throws IOException {
        SparkSession spark = (SparkSession) SparkSession.builder().remote(arguments[0]).getOrCreate();
        System.out.println("Spark Connect " + spark.version());
        Dataset<Row> trees = table(spark, arguments[1] + "/trees.csv");
        for (int i = 2; i < arguments.length; i++) {
            String sql = Files.readAllLines(Path.of(arguments[i])).stream()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining(" "));
            System.out.println("SQL: " + trees.selectExpr("volume_ft3", sql + " AS scored").first());
        }

        table(spark, arguments[1] + "/enzyme.csv").createOrReplaceTempView("enzyme");
        Map<String, String> options = Map.of("by", "inhibitor", "target", "rate", "view", "formulas");
        spark.executeCommand(
                "org.kan4j.spark.DiscoverByCommand",
                "enzyme",
                CollectionConverters.asScala(options).toMap(scala.$less$colon$less$.MODULE$.refl()));
        for (Row row : spark.table("formulas").select("inhibitor", "formula").collectAsList()) {
            System.out.println("discoverBy: " + row);
        }

        Relation features = transformed(
                MlRelation.Transform.newBuilder()
                        .setTransformer(operator(
                                "org.apache.spark.ml.feature.VectorAssembler",
                                MlOperator.OperatorType.OPERATOR_TYPE_TRANSFORMER))
                        .setParams(MlParams.newBuilder()
                                .putParams("inputCols", texts("girth_in", "height_ft"))
                                .putParams("outputCol", text("features"))),
                trees.plan().getRoot());
        ObjectRef model = fitted(spark, features);
        Relation predicted = transformed(
                MlRelation.Transform.newBuilder().setObjRef(model).setParams(MlParams.newBuilder()), features);
        Row first = spark.newDataFrame(builder -> {
                    builder.mergeFrom(predicted);
                    return BoxedUnit.UNIT;
                })
                .select("volume_ft3", "prediction")
                .first();
        System.out.println("KanRegressor: " + first);
        spark.close();
    }

    private static Dataset<Row> table(SparkSession spark, String file) {
        return (Dataset<Row>)
                spark.read().option("header", "true").option("inferSchema", "true").csv(file);
    }

    private static Relation transformed(MlRelation.Transform.Builder transform, Relation input) {
        return Relation.newBuilder()
                .setCommon(RelationCommon.newBuilder().setPlanId(1_000 + input.getSerializedSize()))
                .setMlRelation(MlRelation.newBuilder().setTransform(transform.setInput(input)))
                .build();
    }

    private static ObjectRef fitted(SparkSession spark, Relation features) {
        MlCommand.Fit fit = MlCommand.Fit.newBuilder()
                .setEstimator(
                        operator("org.kan4j.spark.KanRegressor", MlOperator.OperatorType.OPERATOR_TYPE_ESTIMATOR))
                .setParams(MlParams.newBuilder()
                        .putParams("labelCol", text("volume_ft3"))
                        .putParams("shape", text("2,1")))
                .setDataset(features)
                .build();
        Command command = Command.newBuilder()
                .setMlCommand(MlCommand.newBuilder().setFit(fit))
                .build();
        Iterator<ExecutePlanResponse> answers = spark.execute(command).iterator();
        while (answers.hasNext()) {
            ExecutePlanResponse answer = answers.next();
            if (answer.hasMlCommandResult()) {
                return answer.getMlCommandResult().getOperatorInfo().getObjRef();
            }
        }
        throw new IllegalStateException("no model came back");
    }

    private static MlOperator operator(String name, MlOperator.OperatorType type) {
        return MlOperator.newBuilder().setName(name).setUid(name).setType(type).build();
    }

    private static Literal text(String value) {
        return Literal.newBuilder().setString(value).build();
    }

    private static Literal texts(String... values) {
        Literal.Array.Builder array = Literal.Array.newBuilder()
                .setElementType(DataType.newBuilder().setString(DataType.String.newBuilder()));
        for (String value : values) {
            array.addElements(text(value));
        }
        return Literal.newBuilder().setArray(array).build();
    }
}
