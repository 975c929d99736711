using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A generated type that can be converted to a <see cref="QmpValue"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpConvertible
{
    /// <summary>Converts to JSON.</summary>
    /// <returns>The JSON value.</returns>
    /// <exception cref="QmpArgumentException">A value cannot be parsed by QEMU or is not in the schema.</exception>
    QmpValue ToQmpValue();
}
