namespace QmpGen;

/// <summary>States that callers check that the server supports a command, event, type, member or enum value.</summary>
/// <remarks>Inside the marked code, the analyzer accepts the use of the feature without a check. A call of the marked
/// code needs a check instead: <c>QMPGEN101</c>.</remarks>
/// <example><code>
/// [QmpRequires(typeof(YankCommand))]
/// static Task RecoverAsync(QemuClient vm) => …
/// </code></example>
[AttributeUsage(
    AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Constructor
        | AttributeTargets.Method
        | AttributeTargets.Property,
    AllowMultiple = true,
    Inherited = false
)]
public sealed class QmpRequiresAttribute : Attribute
{
    /// <summary>Requires a command, event or type.</summary>
    /// <param name="type">The generated type.</param>
    public QmpRequiresAttribute(Type type) => Feature = type;

    /// <summary>Requires a member or enum value.</summary>
    /// <param name="feature">A value of a generated features class, such as
    /// <c>QemuFeatures.BlockdevMirror.CopyMode</c>.</param>
    public QmpRequiresAttribute(object feature) => Feature = feature;

    /// <summary>The type, or the value of a generated features class.</summary>
    public object Feature { get; }
}
