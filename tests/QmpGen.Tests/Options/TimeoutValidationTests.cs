namespace QmpGen.Tests;

public sealed class TimeoutValidationTests
{
    public static TheoryData<string, TimeSpan> InvalidTimeouts
    {
        get
        {
            TheoryData<string, TimeSpan> data = [];
            foreach (string option in s_setters.Keys)
            {
                data.Add(option, TimeSpan.Zero);
                data.Add(option, TimeSpan.FromMilliseconds(-5));
                data.Add(option, TimeSpan.MaxValue);
            }

            return data;
        }
    }

    private static readonly Dictionary<string, Func<TimeSpan, object>> s_setters = new()
    {
        ["CallTimeout"] = value => new QmpClientOptions { CallTimeout = value },
        ["WriteTimeout"] = value => new QmpClientOptions { WriteTimeout = value },
        ["ConnectTimeout"] = value => new QmpClientOptions { ConnectTimeout = value },
        ["Timeout"] = value => new QmpCallOptions { Timeout = value },
        ["FirstDelay"] = value => new QmpReconnectPolicy { FirstDelay = value },
        ["MaxDelay"] = value => new QmpReconnectPolicy { MaxDelay = value },
    };

    [Theory]
    [MemberData(nameof(InvalidTimeouts))]
    public void Timeout_OutOfRange_Throws(string option, TimeSpan value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => s_setters[option](value));
}
