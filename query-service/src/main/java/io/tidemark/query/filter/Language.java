package io.tidemark.query.filter;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.Operator;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.text.Text;
import java.util.Set;

/**
 * The part of CEL that filters are written in (cel-spec, "Language Definition"): conditions over {@link Fields}, without arithmetic,
 * macros and conversions, so that no value is made that PostgreSQL would make differently. Addresses and networks are types of
 * our own.
 */
final class Language {
    static final int LONGEST = 4096;
    private static final int DEEPEST = 48;

    /** Overloads of the standard that there are. */
    private static final Set<String> STANDARD = Set.of(
            "logical_not",
            "logical_and",
            "logical_or",
            "equals",
            "not_equals",
            "in_list",
            "less_int64",
            "less_equals_int64",
            "greater_int64",
            "greater_equals_int64",
            "less_string",
            "less_equals_string",
            "greater_string",
            "greater_equals_string",
            "contains_string",
            "starts_with_string",
            "ends_with_string",
            "matches_string",
            "matches");

    static final String IP = "ip";
    static final String CIDR = "cidr";
    private static final OpaqueType NETWORK = OpaqueType.create("network");

    static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .build();

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                    .filterFunctions((_, overload) ->
                            STANDARD.contains(overload.celOverloadDecl().overloadId()))
                    .filterIdentifiers(_ -> false)
                    .build())
            .addVarDeclarations(Fields.all().stream()
                    .map(field -> CelVarDecl.newVarDeclaration(
                            field.name(), field.kind().type()))
                    .toList())
            .addFunctionDeclarations(
                    function(IP, "ip_string", Kind.ADDRESS.type(), SimpleType.STRING),
                    function(CIDR, "cidr_string", NETWORK, SimpleType.STRING),
                    function(Operator.IN.getFunction(), "in_network", SimpleType.BOOL, Kind.ADDRESS.type(), NETWORK))
            .setResultType(SimpleType.BOOL)
            .build();

    private Language() {}

    private static CelFunctionDecl function(
            String name,
            String overload,
            dev.cel.common.types.CelType result,
            dev.cel.common.types.CelType... parameters) {
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(overload, result, parameters));
    }

    /** Parses and checks; {@link MalformedParameter} says where and what is wrong, and what would be right. */
    static CelAbstractSyntaxTree check(String text) {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw new MalformedParameter("filter", Text.of("is longer than %d characters", LONGEST));
        }
        try {
            return COMPILER.compile(text).getAst();
        } catch (CelValidationException e) {
            throw Explanation.of(text, e.getErrors().getFirst());
        }
    }
}
