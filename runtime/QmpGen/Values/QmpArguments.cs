using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The base of the generated command records and of the unions that commands take whole: it carries members
/// beyond the schema's.</summary>
public abstract record QmpArguments
{
    private QmpExtraArguments? _extra;

    /// <summary>Starts without extra arguments.</summary>
    protected QmpArguments() { }

    /// <summary>Copies the extra arguments too: a copy made by <c>with</c> shares nothing with its original.</summary>
    /// <param name="original">What is copied.</param>
    protected QmpArguments(QmpArguments original)
    {
        ArgumentNullException.ThrowIfNull(original);
        _extra = original._extra is { Count: > 0 } extra ? new QmpExtraArguments(extra) : null;
    }

    /// <summary>Members that the schema does not list, sent after those that it does.</summary>
    public QmpExtraArguments ExtraArguments => _extra ??= [];

    /// <summary>The extra arguments, without making a place for them.</summary>
    internal IReadOnlyCollection<KeyValuePair<string, QmpValue>> ExtraOrEmpty =>
        _extra ?? (IReadOnlyCollection<KeyValuePair<string, QmpValue>>)[];

    /// <inheritdoc/>
    public virtual bool Equals(QmpArguments? other) =>
        other is not null
        && EqualityContract == other.EqualityContract
        && (ExtraOrEmpty.Count == 0 ? other.ExtraOrEmpty.Count == 0 : _extra!.Equals(other._extra));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, ExtraOrEmpty.Count);

    /// <summary>The record as records print, with the extra arguments where there are any.</summary>
    /// <returns>Such as <c>DeviceDelCommand { Id = nic0 }</c>.</returns>
    public sealed override string ToString() => RecordText.Of(this, PrintMembers);

    /// <summary>Prints the extra arguments, where there are any.</summary>
    /// <param name="builder">Where to.</param>
    /// <returns>Whether anything was printed.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (ExtraOrEmpty.Count == 0)
        {
            return false;
        }

        builder.Append("ExtraArguments = ").Append(_extra);
        return true;
    }
}
