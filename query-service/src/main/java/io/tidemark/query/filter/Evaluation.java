package io.tidemark.query.filter;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.function.Predicate;

/** A filter without a store: cel-java's interpreter. Fields of either end are not known here: no grain in memory has ends. */
final class Evaluation {
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(Language.OPTIONS)
            .addFunctionBindings(
                    CelFunctionBinding.from("ip_string", String.class, Address::of),
                    CelFunctionBinding.from("cidr_string", String.class, Address::network),
                    CelFunctionBinding.from(
                            "in_network",
                            Address.class,
                            Address.class,
                            (address, network) -> network.contains(address)))
            .build();

    private Evaluation() {}

    /** True of a row for which the condition is true; false where it is false or cannot be told. */
    static Predicate<Map<String, ?>> of(CelAbstractSyntaxTree tree) {
        try {
            var program = RUNTIME.createProgram(tree);
            return row -> {
                try {
                    return Boolean.TRUE.equals(program.eval(row));
                } catch (CelEvaluationException e) {
                    return false; // unknown
                }
            };
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("a checked filter makes no program", e);
        }
    }
}
