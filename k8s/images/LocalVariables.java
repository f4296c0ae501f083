import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodBuilder;

/**
 * Leaves the names and types of local variables out of a class file (JVMS 4.7.13 and 4.7.14), which only a debugger reads: an eighth of a
 * jar. Lines stay, and so do what frameworks read: names of parameters (JVMS 4.7.24), signatures, annotations.
 */
final class LocalVariables {
    // A new pool, as the old one has the names; the compiler's stack maps, as new ones would want all classes that the code names.
    private static final ClassFile CLASS_FILES = ClassFile.of(
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.StackMapsOption.DROP_STACK_MAPS,
            ClassFile.DeadCodeOption.KEEP_DEAD_CODE,
            ClassFile.AttributesProcessingOption.DROP_UNKNOWN_ATTRIBUTES);

    /** The same class without them; the same bytes come out the same. */
    static byte[] leaveOut(byte[] classFile) {
        return CLASS_FILES.transformClass(CLASS_FILES.parse(classFile), ClassTransform.transformingMethods((method, element) -> {
            if (element instanceof CodeModel code) {
                copy(code, method);
            } else {
                method.with(element);
            }
        }));
    }

    private static void copy(CodeModel code, MethodBuilder method) {
        var stackMap = code.findAttribute(Attributes.stackMapTable());
        stackMap.ifPresent(map -> map.entries()); // read before the code is, so that its labels are set
        method.transformCode(code, CodeTransform.endHandler(body -> stackMap.ifPresent(body::with)));
    }
}
